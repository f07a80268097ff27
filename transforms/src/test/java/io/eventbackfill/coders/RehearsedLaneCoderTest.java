package io.eventbackfill.coders;

import io.eventbackfill.rehearsal.RehearsedLane;
import io.eventbackfill.rehearsal.Sent;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;

class RehearsedLaneCoderTest extends CoderContract<RehearsedLane> {
  private static final Sent SOME = new Sent(1_000, 2, 345_678, Duration.ofMillis(30_400));

  @Override
  Coder<RehearsedLane> coder() {
    return RehearsedLaneCoder.of();
  }

  @Override
  List<RehearsedLane> values() {
    return List.of(
        new RehearsedLane(7, "a worker", 1_700_000_000_123L, SOME, Sent.NOTHING),
        new RehearsedLane(8, "a worker", 1_700_000_000_123L, SOME, Sent.NOTHING),
        new RehearsedLane(7, "another", 1_700_000_000_123L, SOME, Sent.NOTHING),
        new RehearsedLane(7, "a worker", 0, SOME, Sent.NOTHING),
        new RehearsedLane(7, "a worker", 0, Sent.NOTHING, SOME),
        new RehearsedLane(7, "a worker", 0, Sent.NOTHING, Sent.NOTHING));
  }
}
