package io.eventbackfill.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.startsWith;

import io.eventbackfill.emulators.amplitude.IndexMode;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that leave open whether anything was stored: the very same bytes again. */
class DelivererUnknownTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "500",
        "store-then-500",
        "500-html",
        "500-empty",
        "502",
        "store-then-502-html",
        "503",
        "store-then-503",
        "504",
        "store-then-504-empty",
        "408",
        "store-then-408-empty",
        "drop",
        "store-then-drop",
        "truncate",
        "half-json",
        "delay 90s",
        "drip 90s",
        "200-empty",
        "store-then-200-empty",
        "store-then-200-html",
        "202 body {\"code\":202}",
        "200 body {\"events_ingested\":20}",
        "200 body {\"code\":500,\"error\":\"oops\"}",
        "500 body {\"code\":200}",
        "503 body {\"code\":10026,\"error\":\"a gateway's own number\"}",
      })
  void sameBytesGoAgainUntilTheAnswerIsKnown(String fault) throws InterruptedException {
    Bench bench = Bench.withFaults("1-3: " + fault);
    List<QueuedEvent> batch = Queued.spread(20, 4);

    bench.deliver(batch);

    assertThat(bench.requests(), is(4L));
    assertThat("the same bytes", new HashSet<>(bench.bodies()), hasSize(1));
    assertThat(bench.storedIds(), is(batch.stream().map(QueuedEvent::identity).toList()));
    assertThat(bench.ended(Reason.DELIVERED), hasSize(20));
    assertThat(bench.outcomeOf("i-0").attempts().count(), is(4));
  }

  @Test
  void waitsGrowToAMinuteAndNoAttemptIsTheLast() throws InterruptedException {
    Bench bench = Bench.withFaults("1-300: 503");

    bench.deliver(Queued.spread(5, 1));

    List<Duration> waits = bench.time.waits();
    assertThat(waits, hasSize(300));
    assertThat(waits, everyItem(is(lessThanOrEqualTo(Duration.ofMinutes(1)))));
    assertThat(waits.get(0), is(lessThanOrEqualTo(Duration.ofSeconds(1))));
    assertThat(waits.get(1), is(lessThanOrEqualTo(Duration.ofSeconds(2))));
    assertThat(waits.get(2), is(lessThanOrEqualTo(Duration.ofSeconds(4))));
    long lengthy = waits.stream().filter(w -> w.compareTo(Duration.ofSeconds(30)) > 0).count();
    assertThat("about half of them are long", lengthy > 100 && lengthy < 200);
    assertThat(bench.listener.reasonsToWait(), everyItem(is("503")));
  }

  @Test
  void deadlineDefersAndLosesNothing() throws InterruptedException {
    Bench bench = Bench.givingUpAfter(Duration.ofMinutes(10), "*: store-then-500");

    bench.deliver(Queued.spread(10, 2));

    assertThat(bench.ended(Reason.GAVE_UP), hasSize(10));
    assertThat(bench.outcomeOf("i-3").cause().detail(), startsWith("HTTP 500"));
    assertThat(bench.time.waited(), is(lessThanOrEqualTo(Duration.ofMinutes(10))));
    assertThat("stored once all the same", bench.storedIds(), hasSize(10));
  }

  @Test
  void afterTheDeadlineLaterEventsOfTheSameKeysAreDeferredUnsent() throws InterruptedException {
    Bench bench = Bench.givingUpAfter(Duration.ofMinutes(10), "device device-0: drop");

    bench.deliver(Queued.events(4, n -> Queued.event(n, "device-0")));
    long soFar = bench.requests();
    bench.deliver(Queued.events(4, n -> Queued.event(n + 4, "device-" + n % 2)));

    assertThat(bench.ended(Reason.GAVE_UP), contains("i-0", "i-1", "i-2", "i-3", "i-4", "i-6"));
    assertThat(bench.storedIds(), contains("i-5", "i-7"));
    assertThat(bench.requests(), is(soFar + 1));
  }

  @Test
  void deadlineInsideAHalf_defersTheKeyInTheOtherHalf() throws InterruptedException {
    Bench bench =
        Bench.givingUpAfter(Duration.ofMinutes(10), "1: 413; insert i-0: 500; insert i-9: 500");

    bench.deliver(Queued.spread(8, 2));

    assertThat(bench.ended(Reason.GAVE_UP), hasSize(8));
    assertThat(bench.storedIds(), is(empty()));
  }

  @Test
  void bisectionGoesOnAcrossLostAnswers() throws InterruptedException {
    Bench bench =
        Bench.with(s -> s.withIndexMode(IndexMode.NONE), "20%: store-then-drop; 20%: 500");

    bench.deliver(
        Queued.events(
            256, n -> n == 77 ? Queued.poison(n, "device-1") : Queued.event(n, "device-2")));

    assertThat(bench.ended(Reason.REFUSED), contains("i-77"));
    assertThat(bench.storedIds(), hasSize(255));
  }

  @Test
  void otherCountThanSent_isReportedAndNothingIsResent() throws InterruptedException {
    Bench bench = Bench.withFaults("1: wrong-count -3");

    bench.deliver(Queued.spread(10, 2));

    assertThat(bench.listener.miscounts(), contains("10 sent, 7 counted"));
    assertThat(bench.requests(), is(1L));
  }

  @Test
  void uploadTime_isPassedOn() throws InterruptedException {
    Bench bench = Bench.withFaults("");

    bench.deliver(Queued.spread(10, 2));

    long uploaded = bench.emulator.stored().get(0).uploadedAt().toEpochMilli();
    assertThat(bench.listener.stored(), contains(uploaded));
    assertThat(bench.listener.labels(), contains("200"));
  }

  @Test
  void failures_areCountedByKind() throws InterruptedException {
    Bench bench = Bench.withFaults("1: drop; 2: delay 90s; 3: 500");

    bench.deliver(Queued.spread(10, 2));

    assertThat(bench.listener.labels(), contains("connection-lost", "timeout", "500", "200"));
    assertThat(bench.outcomeOf("i-1").setAside().identity(), containsString("i-1"));
  }
}
