package io.eventbackfill.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.benchmarks.Population.Member;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.model.QueuedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every check finds what it is for. */
class AuditTest {
  private final AmplitudeEmulator emulator =
      AmplitudeEmulator.withoutSocket(
          AmplitudeSettings.defaults(), EmulatorClock.frozenAt(AmplitudeEmulator.START));
  private final StandIn standIn = new AmplitudeVendor.Emulated(emulator);
  private final List<QueuedEvent> events =
      Workload.of(Population.of(List.of(new Member("device-1", "user-1", 1))), 4).events();

  private void send(Stream<String> bodies) {
    String body =
        "{\"api_key\":\"%s\",\"events\":[%s]}"
            .formatted(AmplitudeEmulator.DEFAULT_API_KEY, bodies.collect(Collectors.joining(",")));
    emulator.handle(
        EmulatorRequest.post("/batch", body.getBytes(StandardCharsets.UTF_8))
            .withHeader("Content-Type", "application/json"));
  }

  private void send(List<QueuedEvent> some) {
    send(some.stream().map(event -> event.body().text()));
  }

  private List<String> faults() {
    return Audit.of(standIn, events, event -> true).faults();
  }

  @Test
  void nothingIsWrong() {
    send(events);

    assertThat(faults(), is(empty()));
  }

  @Test
  void lost() {
    send(events.subList(0, 3));

    assertThat(faults(), contains("1 lost"));
  }

  @Test
  void storedButNotReported() {
    send(events);

    assertThat(
        Audit.of(standIn, events, event -> !event.equals(events.get(2))).faults(),
        contains("1 stored but not reported as delivered"));
  }

  @Test
  void outOfOrder() {
    send(List.of(events.get(0), events.get(2), events.get(1), events.get(3)));

    assertThat(faults(), contains("1 stored out of order"));
  }

  @Test
  void doubledAfterTheVendorForgot() {
    send(events);
    emulator.clock().advance(Duration.ofDays(8));
    send(events.subList(3, 4));

    assertThat(faults(), contains("1 stored twice"));
  }

  @Test
  void underAnotherIdentity() {
    send(events);
    send(Stream.of(events.get(3).body().text().replace("\"i-", "\"j-")));

    assertThat(faults(), contains("1 stored twice", "1 stored under another identity"));
  }

  @Test
  void copiesOfOtherContent() {
    send(events);
    send(Stream.of(events.get(3).body().text().replace("benchmark", "other")));

    assertThat(faults(), contains("1 sent as no backfill may"));
  }

  @Test
  void load() {
    emulator.faults(FaultScript.parse("1: 429"));
    send(events);
    emulator.clock().advance(Duration.ofSeconds(10));
    send(events);

    Seen.Load load = Audit.of(standIn, events, event -> true).load();

    assertThat(load.requests(), is(2L));
    assertThat(load.throttled(), is(1L));
    assertThat(load.events(), is(8L));
    assertThat(load.device().count(), is(8L));
    assertThat(load.user().id(), is("user-1"));
    assertThat(load.eventsPerSecond(), is(4L));
  }
}
