package io.eventbackfill.destinations.posthog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.delivery.Asking;
import io.eventbackfill.delivery.GoogleHttpTransport;
import io.eventbackfill.delivery.HttpDownload;
import io.eventbackfill.delivery.RetryPolicy;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.delivery.StopJobException;
import io.eventbackfill.delivery.StoredApi;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.posthog.PostHogEmulator;
import io.eventbackfill.emulators.posthog.PostHogSettings;
import io.eventbackfill.emulators.posthog.QueryView;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.SourceRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What PostHog's stand-in stores, asked back over a socket and read as events. */
class PostHogStoredEventsTest {
  private static final String LABEL = "it's history";

  private final PostHogEmulator posthog =
      PostHogEmulator.start(PostHogSettings.defaults().withQueryView(QueryView.RAW));
  private final HttpDownload http = new GoogleHttpTransport(Duration.ofSeconds(20));
  private final Map<String, byte[]> kept = new TreeMap<>();

  private final StoredApi.Shelf shelf =
      new StoredApi.Shelf() {
        @Override
        public boolean holds(String name) {
          return kept.containsKey(name);
        }

        @Override
        public void put(String name, Path file) throws IOException {
          kept.put(name, Files.readAllBytes(file));
        }
      };

  @AfterEach
  void close() {
    http.close();
    posthog.close();
  }

  private static String uuid(int number) {
    return "00000000-0000-4000-8000-%012d".formatted(number);
  }

  private static String event(String name, int number, String time, String label) {
    return """
        {"event":"%s","distinct_id":"user-%d","uuid":"%s","timestamp":"%s",
         "properties":{"event_backfill_run":"%s"}}"""
        .formatted(name, number % 7, uuid(number), time, label);
  }

  private void send(List<String> events) {
    String body =
        "{\"api_key\":\"%s\",\"historical_migration\":true,\"batch\":%s}"
            .formatted(PostHogEmulator.DEFAULT_TOKEN, events);
    EmulatorRequest request =
        EmulatorRequest.post("/batch/", body.getBytes(StandardCharsets.UTF_8));
    assertThat(posthog.handle(request).status(), is(200));
  }

  private List<Event> fetch(String key, String project) throws Exception {
    StoredApi api = new PostHogQueryApi(posthog.endpoint(), project, Secret.of(key), LABEL);
    Waiting waiting = new Waiting(posthog.clock(), posthog.clock()::advance, new Random(1));
    RetryPolicy retry = RetryPolicy.givingUpAfter(Duration.ofHours(1));
    List<Event> events = new ArrayList<>();
    for (String name : api.fetch(List.of(), new Asking(http, waiting, retry, said -> {}), shelf)) {
      String text = new String(kept.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        events.add(read(line));
      }
    }
    return events;
  }

  private static Event read(String line) throws MalformedJsonException {
    Map<String, JsonValue> row = JsonValue.parseObject(line.getBytes(StandardCharsets.UTF_8));
    SourceRow source = new SourceRow(new Origin("file", null, 1), row);
    return ((Kept) new PostHogStoredMapping(LABEL).map(source)).event();
  }

  private List<Event> fetch() throws Exception {
    return fetch(PostHogEmulator.DEFAULT_PERSONAL_KEY, "1");
  }

  @Test
  void allEventsOfTheLoadAreReadOnceAndNothingElse() throws Exception {
    List<String> load = new ArrayList<>();
    Set<String> uuids = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      load.add(event("Sign Up", i, "2024-03-%02dT23:59:59.999Z".formatted(1 + i % 28), LABEL));
      uuids.add(uuid(i));
    }
    send(load);
    send(load);
    send(
        List.of(
            event("$identify", 900, "2024-03-01T00:00:00Z", LABEL),
            event("$set", 901, "2024-03-01T00:00:00Z", LABEL),
            event("Sign Up", 902, "2024-03-01T00:00:00Z", "another load")));
    assertThat("copies are not merged yet", posthog.storedRaw(), hasSize(403));

    List<Event> stored = fetch();

    assertThat(stored, hasSize(200));
    assertThat(new TreeSet<>(stored.stream().map(Event::identity).toList()), equalTo(uuids));
    assertThat(stored.get(0).time().micros(), is(1_709_337_599_999_000L));
    assertThat(stored.get(0).who().user(), is("user-0"));
  }

  @Test
  void anEventThatLandedOnAnotherDayIsFoundThere() throws Exception {
    send(List.of(event("Sign Up", 1, "2024-03-01T00:00:00Z", LABEL)));
    posthog.clock().advance(Duration.ofDays(30));
    // Nobody can read this time, so it is stored as now (Capture API, timestamps).
    send(List.of(event("Sign Up", 2, "no time", LABEL)));

    List<Event> stored = fetch();

    assertThat(stored, hasSize(2));
    assertThat(stored.get(1).time().millis(), is(posthog.clock().instant().toEpochMilli()));
  }

  @Test
  void aMinuteThatHadTooManyQuestionsIsWaitedFor() throws Exception {
    posthog.configure(posthog.settings().withQueriesPerMinute(1));
    send(List.of(event("Sign Up", 1, "2024-03-01T00:00:00Z", LABEL)));

    assertThat(fetch(), hasSize(1));
  }

  @Test
  void aWrongKeyAndAWrongProjectAreToldApart() {
    StopJobException key =
        assertThrows(StopJobException.class, () -> fetch(PostHogEmulator.DEFAULT_TOKEN, "1"));
    assertThat(key.getMessage(), containsString("does not take --personalApiKey"));

    StopJobException project =
        assertThrows(
            StopJobException.class, () -> fetch(PostHogEmulator.DEFAULT_PERSONAL_KEY, "2"));
    assertThat(project.getMessage(), containsString("knows no such --projectId"));
  }
}
