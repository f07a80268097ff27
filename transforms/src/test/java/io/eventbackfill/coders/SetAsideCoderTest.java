package io.eventbackfill.coders;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.model.SetAside.Attempts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;

class SetAsideCoderTest extends CoderContract<SetAside> {
  private static final Origin ORIGIN = new Origin("exports/a.zip", "a_0#0.json.gz", 17);
  private static final Refused CAUSE = new Refused(Reason.INVALID_FIELD, "time", "HTTP 400");
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00.123456789Z");
  private static final Attempts ATTEMPTS = new Attempts(2, 400, FIRST, FIRST.plusSeconds(30));

  @Override
  Coder<SetAside> coder() {
    return SetAsideCoder.of();
  }

  @Override
  List<SetAside> values() {
    Bytes event = Bytes.of("{\"insert_id\":\"id\"}");
    Bytes row = Bytes.of("{\"$insert_id\":\"id\"}");
    List<SetAside> values =
        new ArrayList<>(
            List.of(
                new SetAside(ORIGIN, CAUSE, "id", ATTEMPTS, event, row),
                new SetAside(ORIGIN, CAUSE, "id", null, event, row),
                new SetAside(ORIGIN, CAUSE, "id", ATTEMPTS, null, row),
                new SetAside(ORIGIN, CAUSE, "id", ATTEMPTS, event, null),
                new SetAside(ORIGIN, CAUSE, "", null, null, null),
                new SetAside(ORIGIN, CAUSE, "", null, Bytes.of(""), null),
                new SetAside(ORIGIN, CAUSE, "", null, null, Bytes.of("")),
                new SetAside(
                    new Origin("日本", null, 0),
                    new Refused(Reason.GAVE_UP, "Größe", "😀\n"),
                    "é",
                    new Attempts(1, 0, Instant.EPOCH, Instant.EPOCH.minusNanos(1)),
                    Bytes.of(new byte[] {(byte) 0xff}),
                    Bytes.of("x".repeat(1_000_000)))));
    for (Reason reason : Reason.values()) {
      values.add(new SetAside(ORIGIN, Refused.because(reason), "id", null, null, null));
    }
    return values;
  }
}
