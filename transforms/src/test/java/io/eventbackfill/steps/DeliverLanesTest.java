package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;

import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Timeline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Order, copies and accounts, as the vendor sees them. */
class DeliverLanesTest extends EmulatedDelivery {

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void aDevicesEventsArriveInOrderWhateverOrderTheyComeIn(long seed) {
    Random random = new Random(seed);
    List<QueuedEvent> events = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      // Few enough instants that many events share one.
      EventTime time =
          new EventTime((T + random.nextInt(300)) * 1_000 + random.nextInt(3), (long) (i % 7), 0);
      Origin origin = new Origin("f" + i % 3, null, i + 1L);
      events.add(Given.event("device-" + random.nextInt(30), time, "insert-" + i, origin));
    }
    Collections.shuffle(events, random);

    DeliverLanes.Result delivered = deliver(events);

    Seen.assertNothingIn(delivered.aside());
    Seen.assertFiles(
        delivered.account(),
        "f0 read 0 {DELIVERED=500}{}",
        "f1 read 0 {DELIVERED=500}{}",
        "f2 read 0 {DELIVERED=500}{}");
    pipeline.run();
    assertThat(amplitude.statistics().arrivalOrder(), equalTo(inOrder(events)));
    assertThat(amplitude.statistics().orderInversions(), is(0L));
    assertThat(amplitude.statistics().mostInFlightPerDevice().count(), is(1L));
    assertThat(amplitude.statistics().duplicatesReceived(), is(0L));
    // A lane mixes devices, so requests are well filled.
    assertThat(amplitude.statistics().requests(), is(lessThan(40L)));
  }

  @Test
  void anHourOfEventsWithOneTimeArrivesInTheOrderOfTheirIds() {
    List<QueuedEvent> events = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      EventTime time = new EventTime(T * 1_000, (long) i, 0);
      events.add(Given.event("device-1", time, "insert-" + i, new Origin("f", null, i + 1L)));
      expected.add("insert-" + i);
    }
    Collections.shuffle(events, new Random(1));

    Seen.assertNothingIn(deliver(events).aside());
    pipeline.run();

    assertThat(amplitude.statistics().arrivalOrder("device-1"), equalTo(expected));
  }

  @Test
  void copiesAreSentOnceAndCounted() {
    List<QueuedEvent> events = new ArrayList<>();
    for (int copy = 0; copy < 3; copy++) {
      for (int i = 0; i < 100; i++) {
        EventTime time = new EventTime((T + i) * 1_000, 1L, copy);
        Origin origin = new Origin("f" + copy, null, i + 1L);
        events.add(Given.event("device-" + i % 5, time, "insert-" + i, origin));
      }
    }
    Collections.shuffle(events, new Random(1));

    DeliverLanes.Result delivered = deliver(events);

    Seen.assertNothingIn(delivered.aside());
    Seen.assertFiles(
        delivered.account(),
        "f0 read 0 {DELIVERED=100}{}",
        "f1 read 0 {DUPLICATE=100}{}",
        "f2 read 0 {DUPLICATE=100}{}");
    pipeline.run();
    assertThat(amplitude.statistics().eventsReceived(), is(100L));
  }

  @Test
  void aThrottledDeviceIsWaitedForWithoutLosingItsOrder() {
    Tally.startAfresh();
    amplitude.faults(FaultScript.parse("3: store-then-500; device device-1: 429 for 20s"));
    List<QueuedEvent> events = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      EventTime time = new EventTime((T + i) * 1_000, 1L, 0);
      events.add(Given.event("device-" + i % 3, time, "i" + i, new Origin("f", null, i + 1L)));
    }

    DeliverLanes.Result delivered = deliver(events);

    Seen.assertFiles(delivered.account(), "f read 0 {DELIVERED=200}{}");
    PAssert.thatSingleton(delivered.account().apply("Replies", AddUp.accounts()))
        .satisfies(
            account -> {
              assertThat(account.replies().get("429"), is(notNullValue()));
              assertThat(account.replies().get("500"), is(1L));
              long start = AmplitudeEmulator.START.toEpochMilli();
              assertThat(account.uploadTime().min(), is(greaterThanOrEqualTo(start)));
              return null;
            });
    PipelineResult result = pipeline.run();
    assertThat(amplitude.statistics().arrivalOrder(), equalTo(inOrder(events)));
    // The device was throttled for 20 s at the least; the retry after the 500 is none of it.
    assertThat(throttled(result), is(greaterThanOrEqualTo(20_000L)));
    Map<String, Long> tallies = Tally.snapshot();
    long paced =
        tallies.getOrDefault("deliver/millis-paced", 0L)
            + tallies.getOrDefault("deliver/millis-device-paced", 0L);
    assertThat(throttled(result), is(tallies.get("deliver/millis-throttled") + paced));
    assertThat(tallies.get("deliver/millis-outage"), is(greaterThanOrEqualTo(1L)));
  }

  @Test
  void theEngineIsToldOfAllThatThisProcessCounts() {
    Tally.startAfresh();
    amplitude.faults(FaultScript.parse("3: 503; device device-1: 429 for 20s"));
    deliver(someEvents(2_345));

    PipelineResult result = pipeline.run();

    Map<String, Long> here = Tally.snapshot();
    assertThat(here.get("deliver/events-accepted"), is(2_345L));
    assertThat("nobody is held any more", here.get("deliver/held-events"), is(0L));
    here.forEach(
        (name, n) -> {
          boolean ofAnotherName = name.matches("deliver/millis-(.*paced|throttled)");
          long told = counted(result, MetricNameFilter.named(Tally.NAMESPACE, name));
          assertThat(name, told, is(ofAnotherName ? 0 : n));
        });
  }

  @Test
  void theTimelineTellsOfEveryEventRequestAndWait() {
    Tally.startAfresh();
    amplitude.faults(FaultScript.parse("3: 503; device device-1: 429 for 20s"));
    DeliverLanes.Result delivered = deliver(someEvents(2_345));

    PAssert.thatSingleton(delivered.account().apply("Sum", AddUp.accounts()))
        .satisfies(
            account -> {
              Map<String, Long> here = Tally.snapshot();
              Map<String, Long> sums = sums(account.timeline());
              assertThat(sums.get("ACCEPTED"), is(account.rows(Disposition.ACCEPTED)));
              account.replies().forEach((label, n) -> assertThat(sums.get(label), is(n)));
              assertThat(sums.get("OUTAGE"), is(here.get("deliver/millis-outage")));
              assertThat(sums.get("THROTTLED"), is(here.get("deliver/millis-throttled")));
              return null;
            });
    pipeline.run();
  }

  private static List<QueuedEvent> someEvents(int count) {
    List<QueuedEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      EventTime time = new EventTime((T + i) * 1_000, 1L, 0);
      events.add(Given.event("device-" + i % 3, time, "i" + i, new Origin("f", null, i + 1L)));
    }
    return events;
  }

  private static Map<String, Long> sums(Timeline timeline) {
    Map<String, Long> sums = new TreeMap<>();
    for (Timeline.Step step : timeline.steps().values()) {
      step.events().forEach((what, n) -> sums.merge(what.name(), n, Long::sum));
      step.replies().forEach((label, n) -> sums.merge(label, n, Long::sum));
      step.waited().forEach((what, n) -> sums.merge(what.name(), n, Long::sum));
    }
    return sums;
  }

  /** What engines look at before they add workers. */
  private static long throttled(PipelineResult result) {
    return counted(
        result,
        MetricNameFilter.named(
            Metrics.THROTTLE_TIME_NAMESPACE, Metrics.THROTTLE_TIME_COUNTER_NAME));
  }

  private static long counted(PipelineResult result, MetricNameFilter name) {
    MetricsFilter filter = MetricsFilter.builder().addNameFilter(name).build();
    long sum = 0;
    for (MetricResult<Long> counter : result.metrics().queryMetrics(filter).getCounters()) {
      sum += counter.getAttempted();
    }
    return sum;
  }
}
