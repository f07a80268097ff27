package io.eventbackfill.ledger;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.ledger.Segment.Head;
import io.eventbackfill.ledger.Segment.State;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside.Attempts;
import io.eventbackfill.model.Span;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SegmentFormatTest {
  private static final Instant THEN = Instant.parse("2026-03-01T01:02:03.004Z");
  private static final Refused DELIVERED = Refused.because(Reason.DELIVERED);

  private static Segment segment(List<Settled> settled) {
    Head head =
        new Head("writer-1", 3, 0xCAFEBABE, List.of("w-00000001"), 42, State.OPEN, 1234, 5678);
    return new Segment(
        head, new TreeMap<>(Map.of("200", 2L, "timeout", 1L)), new Span(-5, 1L << 42), settled);
  }

  private static Segment sample() {
    Attempts attempts = new Attempts(3, 429, THEN, THEN.plusSeconds(60));
    return segment(
        List.of(
            new Settled(0, -1, Long.MIN_VALUE, DELIVERED, 0, null),
            new Settled(1, Long.MAX_VALUE, -1, DELIVERED, 0, null),
            new Settled(
                900, Long.MIN_VALUE, 7, new Refused(Reason.REFUSED, "tïme", "no"), 0, attempts),
            new Settled(901, 5, 8, Refused.because(Reason.GAVE_UP), 99, attempts),
            new Settled(902, 5, 9, Refused.because(Reason.DAILY_QUOTA), 0, null)));
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    assertThat(SegmentFormat.read(SegmentFormat.write(sample())), equalTo(Optional.of(sample())));
    Segment empty = segment(List.of());
    assertThat(SegmentFormat.read(SegmentFormat.write(empty)), equalTo(Optional.of(empty)));
  }

  @Test
  void everyReasonIsRead() throws IOException {
    List<Settled> settled = new ArrayList<>();
    for (Reason reason : Reason.values()) {
      settled.add(new Settled(settled.size(), 0, 0, Refused.because(reason), 0, null));
    }
    assertThat(
        SegmentFormat.read(SegmentFormat.write(segment(settled))),
        equalTo(Optional.of(segment(settled))));
  }

  @Test
  void aSegmentThatWasNotWrittenToItsEndWasNotWritten() throws IOException {
    byte[] whole = SegmentFormat.write(sample());
    for (int length = 0; length < whole.length; length++) {
      assertThat(
          "of " + length,
          SegmentFormat.read(Arrays.copyOf(whole, length)),
          equalTo(Optional.empty()));
    }
  }

  @Test
  void noChangedByteGoesUnnoticed() {
    byte[] whole = SegmentFormat.write(sample());
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x10;
      try {
        Optional<Segment> read = SegmentFormat.read(damaged);
        assertThat("a longer length makes it look unfinished; byte " + i, read.isEmpty(), is(true));
        assertThat(i, is(lessThan(9)));
      } catch (IOException e) {
        assertThat(e.getMessage().isEmpty(), is(false));
      }
    }
  }

  @Test
  void aSegmentOfALaterReleaseIsRefusedByName() {
    byte[] later = SegmentFormat.write(sample());
    later[4] = 2;

    IOException e = assertThrows(IOException.class, () -> SegmentFormat.read(later));

    assertThat(e.getMessage(), containsString("version 2"));
  }

  @Test
  void anEventTakesAboutThirteenBytes() {
    Random random = new Random(1);
    List<Settled> settled = new ArrayList<>();
    long millis = 1_700_000_000_000L;
    for (int i = 0; i < 1000; i++) {
      millis += random.nextInt(40_000);
      settled.add(new Settled(i, millis, random.nextLong(), DELIVERED, 0, null));
    }

    assertThat(SegmentFormat.write(segment(settled)).length, is(lessThan(14_000)));
  }
}
