package io.eventbackfill.batching;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchBuilderTest {

  @Test
  void concatenatedBatches_areTheInputAndNoneBreaksALimit() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      int maxEvents = 1 + random.nextInt(20);
      int maxBytes = 50 + random.nextInt(500);
      BatchLimits limits = new BatchLimits(maxEvents, maxBytes, 10_000, random.nextInt(60));
      List<QueuedEvent> input = new ArrayList<>();
      int count = random.nextInt(200);
      for (int i = 0; i < count; i++) {
        input.add(event(1 + random.nextInt(i % 10 == 0 ? 1000 : 60)));
      }

      List<List<QueuedEvent>> batches = cut(limits, input);

      String seeded = "seed " + seed;
      assertThat(seeded, batches.stream().flatMap(List::stream).toList(), equalTo(input));
      batches.forEach(batch -> requireWithin(limits, batch, seeded));
      assertThat("again, " + seeded, cut(limits, input), equalTo(batches));
    }
  }

  private static void requireWithin(BatchLimits limits, List<QueuedEvent> batch, String seeded) {
    assertThat(seeded, !batch.isEmpty());
    assertThat(seeded, batch.size(), is(lessThanOrEqualTo(limits.maxEvents())));
    if (batch.size() > 1) {
      assertThat(seeded, bytes(limits, batch), is(lessThanOrEqualTo(limits.maxBytes())));
    }
  }

  /** Envelope, events, a comma between two of them. */
  private static long bytes(BatchLimits limits, List<QueuedEvent> batch) {
    int bodies = batch.stream().mapToInt(event -> event.body().length()).sum();
    return limits.envelopeBytes() + bodies + batch.size() - 1L;
  }

  private static List<List<QueuedEvent>> cut(BatchLimits limits, List<QueuedEvent> input) {
    BatchBuilder builder = new BatchBuilder(limits);
    List<List<QueuedEvent>> batches = new ArrayList<>();
    for (QueuedEvent event : input) {
      if (!builder.fits(event)) {
        batches.add(builder.take());
      }
      builder.add(event);
    }
    if (!builder.isEmpty()) {
      batches.add(builder.take());
    }
    return batches;
  }

  @Test
  void whatMayNotStandTogetherBeginsABatchOfItsOwn() {
    BatchBuilder builder =
        new BatchBuilder(
            new BatchLimits(5, 10_000, 10_000, 10),
            (first, next) -> first.body().length() == next.body().length());
    QueuedEvent mine = event(10);
    QueuedEvent others = event(11);

    builder.add(mine);

    assertThat(builder.fits(mine), is(true));
    assertThat(builder.fits(others), is(false));
    builder.take();
    assertThat("alone everything fits", builder.fits(others), is(true));
  }

  @ParameterizedTest
  @CsvSource({
    // Envelope 10, an event of 21 without a comma before it, one of 20 with one.
    "52, 20, true",
    "51, 20, false",
    "52, 21, false",
    "1000000, 21, true",
  })
  void secondEvent_fitsIfItsBytesDo(long maxBytes, int bytes, boolean fits) {
    BatchBuilder builder = new BatchBuilder(new BatchLimits(5, maxBytes, 1_000_000, 10));
    builder.add(event(21));

    assertThat(builder.fits(event(bytes)), is(fits));
  }

  @Test
  void firstEvent_alwaysFits() {
    BatchBuilder builder = new BatchBuilder(new BatchLimits(5, 30, 1_000_000, 10));

    assertThat(builder.fits(event(5000)), is(true));
    builder.add(event(5000));
    assertThat(builder.fits(event(1)), is(false));
    assertThat(builder.isFull(), is(false));
  }

  @Test
  void count_fillsABatch() {
    BatchBuilder builder = new BatchBuilder(new BatchLimits(2, 10_000, 10_000, 10));
    builder.add(event(1));
    assertThat(builder.isFull(), is(false));
    builder.add(event(1));

    assertThat(builder.isFull(), is(true));
    assertThrows(IllegalStateException.class, () -> builder.add(event(1)));
    assertThat(builder.take().size(), is(2));
    assertThat(builder.isEmpty(), is(true));
    assertThat(builder.fits(event(1)), is(true));
  }

  @Test
  void taken_isNotChangedByWhatComesLater() {
    BatchBuilder builder = new BatchBuilder(new BatchLimits(2, 10_000, 10_000, 10));
    builder.add(event(1));
    List<QueuedEvent> taken = builder.take();
    builder.add(event(2));

    assertThat(taken.size(), is(1));
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1, 0", "1, 0, 1, 0", "1, 2, 1, 0", "1, 1, 1, -1"})
  void limitsThatDoNotFitTogether_areRefused(int events, long bytes, long hard, int envelope) {
    assertThrows(
        IllegalArgumentException.class, () -> new BatchLimits(events, bytes, hard, envelope));
  }

  @ParameterizedTest
  @CsvSource({"90, true", "91, false", "2147483647, false"})
  void loneEvent_fitsUpToTheHardLimit(int bytes, boolean fits) {
    assertThat(new BatchLimits(1, 50, 100, 10).fitsAlone(bytes), is(fits));
  }

  private static QueuedEvent event(int bytes) {
    return new QueuedEvent(
        "i",
        new EventTime(0, null, 0),
        new Who("d", null, null),
        "d:d",
        new Origin("f", null, 1),
        Bytes.of("x".repeat(bytes)));
  }
}
