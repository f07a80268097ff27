package io.eventbackfill.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.benchmarks.Population.Member;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.posthog.PostHogEmulator;
import io.eventbackfill.emulators.posthog.PostHogSettings;
import io.eventbackfill.model.QueuedEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every check finds what it is for at a vendor that shows one copy, and stores all. */
class PostHogAuditTest {
  private static final String HISTORY = "\"historical_migration\":true";
  private static final String LIVE = "\"historical_migration\":false";

  private final PostHogEmulator emulator =
      PostHogEmulator.withoutSocket(
          PostHogSettings.defaults(), EmulatorClock.frozenAt(EmulatedVendor.START));
  private final StandIn standIn = new PostHogVendor.Emulated(emulator);
  private final List<QueuedEvent> events =
      Workload.of(Population.of(List.of(new Member("device-1", "user-1", 1))), 4)
          .withForm(PostHogVendor.V0)
          .events();

  private static List<String> bodies(List<QueuedEvent> events) {
    return events.stream().map(event -> event.body().text()).collect(Collectors.toList());
  }

  private void send(List<String> bodies, String more) {
    String body =
        "{\"api_key\":\"%s\",%s,\"batch\":[%s]}"
            .formatted(PostHogEmulator.DEFAULT_TOKEN, more, String.join(",", bodies));
    emulator.handle(
        EmulatorRequest.post("/batch/", body.getBytes(StandardCharsets.UTF_8))
            .withHeader("Content-Type", "application/json"));
  }

  private void send(List<QueuedEvent> some) {
    send(bodies(some), HISTORY);
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
  void outOfOrder() {
    send(List.of(events.get(0), events.get(2), events.get(1), events.get(3)));

    assertThat(faults(), contains("1 stored out of order"));
  }

  @Test
  void theSameRequestAgainIsNoFault() {
    send(events);
    send(events);

    assertThat(emulator.storedRaw().size(), is(8));
    assertThat(faults(), is(empty()));
  }

  @Test
  void copiesThatNothingExplains() {
    send(events);
    send(events.subList(3, 4));

    assertThat(faults(), contains("1 stored twice"));
  }

  @Test
  void underAnotherIdentity() {
    send(events);
    send(List.of(bodies(events).get(3).replace("-4000-", "-4001-")), HISTORY);

    assertThat(faults(), contains("1 stored twice", "1 stored under another identity"));
  }

  @Test
  void historySentAsLive() {
    send(bodies(events), LIVE);

    // The request, and each of its events, which are paid for.
    assertThat(faults(), contains("5 sent as no backfill may"));
  }

  @Test
  void timesThatTheServerWouldMove() {
    send(bodies(events), HISTORY + ",\"sent_at\":\"2026-01-01T00:00:00Z\"");

    assertThat(faults(), contains("1 sent as no backfill may"));
  }

  @Test
  void twoOfOneUuidInARequest() {
    send(List.of(events.get(0), events.get(1), events.get(2), events.get(3), events.get(3)));

    assertThat(faults(), contains("1 stored twice", "1 sent as no backfill may"));
  }
}
