package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.posthog.PostHogEmulator;
import io.eventbackfill.emulators.posthog.StoredEvent;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Those of the {@linkplain PostHogCasesTest cases} that are about persons, ids and sessions. */
class PostHogCasesIdentityTest {
  @TempDir private Path folder;

  private static ExportLine at(String id, String timeOfDay) {
    return ExportLine.of(id, "2024-03-01 " + timeOfDay);
  }

  /** Ann, then Bob, on one device, somebody anonymous before each; and Bob on one of his own. */
  private static List<ExportLine> sharedDevice() {
    return List.of(
        at("before-ann", "10:00:00").device("shared"),
        at("ann", "10:00:01").device("shared").user("ann"),
        at("before-bob", "10:00:02").device("shared"),
        at("bob", "10:00:03").device("shared").user("bob"),
        at("bobs-own", "10:00:04").device("bobs-phone").user("bob"));
  }

  // Case 11.
  @Test
  void aSharedDeviceIsItsFirstUsersWhateverTheOrderOfFilesAndTheNumberOfWorkers() {
    List<Map<String, String>> found = new ArrayList<>();
    for (int workers : List.of(1, 16)) {
      for (int seed = 1; seed <= 2; seed++) {
        try (PostHogLoads loads = new PostHogLoads(folder.resolve(workers + "-" + seed))) {
          List<ExportLine> rows = new ArrayList<>(sharedDevice());
          Collections.shuffle(rows, new Random(seed));
          for (int i = 0; i < rows.size(); i++) {
            loads.export(i + ".json", rows.get(i));
          }

          Command run = loads.run("--lanes=16", "--targetParallelism=" + workers);

          assertThat(run.err(), run.exitCode(), is(0));
          assertThat(loads.byInsertId().values(), hasSize(rows.size()));
          assertOnlyAnnHasTheDevice(loads);
          assertListed(run.report());
          found.add(loads.persons());
        }
      }
    }
    assertThat(found, everyItem(equalTo(found.get(0))));
  }

  private static void assertOnlyAnnHasTheDevice(PostHogLoads loads) {
    var persons = loads.posthog().persons();
    assertThat(persons.get("shared").distinctIds(), equalTo(Set.of("ann", "shared")));
    assertThat(persons.get("bob").distinctIds(), equalTo(Set.of("bob", "bobs-phone")));
    assertThat("nothing that PostHog refuses", loads.posthog().warnings(), is(empty()));
  }

  private static void assertListed(JsonNode report) {
    assertThat(report.at("/shared_devices/devices").asInt(), is(1));
    JsonNode device = report.at("/shared_devices/most/0");
    assertThat(device.path("device").asText(), is("shared"));
    assertThat(device.path("users").asInt(), is(2));
    assertThat(device.path("linked_to").asText(), is("ann"));
    assertThat(report.at("/notes/shared-device-user/events").asInt(), is(1));
  }

  // Case 11.
  @ParameterizedTest
  @CsvSource({"skip, 1", "none, 0"})
  void aSharedDeviceIsNobodysWhereThatIsAskedFor(String policy, int links) {
    try (PostHogLoads loads = new PostHogLoads(folder)) {
      loads.export("a.json", sharedDevice().toArray(ExportLine[]::new));

      Command run = loads.run("--sharedDevices=" + policy);

      assertThat(run.err(), run.exitCode(), is(0));
      var persons = loads.posthog().persons();
      assertThat(persons.get("shared").distinctIds(), equalTo(Set.of("shared")));
      assertThat(persons.get("ann").distinctIds(), equalTo(Set.of("ann")));
      assertThat(loads.count("$identify"), is((long) links));
    }
  }

  private static final List<String> NO_IDS =
      List.of(
          "",
          "  ",
          "null",
          "0",
          "undefined",
          "x".repeat(200) + "1",
          "x".repeat(200) + "2",
          "a\0b",
          " leading blank");

  // Case 12.
  @Test
  void whatIsNoIdMakesNoPersonAndFusesNoneByEitherApi() {
    Map<String, Set<StoredEvent.Key>> stored = new TreeMap<>();
    for (String mode : List.of("v0", "v1")) {
      try (PostHogLoads loads = new PostHogLoads(folder.resolve(mode))) {
        List<ExportLine> rows = new ArrayList<>();
        for (int i = 0; i < NO_IDS.size(); i++) {
          rows.add(at("alone-" + i, "10:00:00").user(NO_IDS.get(i)));
          rows.add(at("beside-" + i, "10:00:01").user(NO_IDS.get(i)).device("device-" + i));
        }
        rows.add(at("emoji", "10:00:02").user("😀").device("phone"));
        loads.export("a.json", rows.toArray(ExportLine[]::new));

        Command run = loads.run("--captureMode=" + mode);

        assertThat(run.err(), run.exitCode(), is(3));
        assertThat(run.report().at("/reasons/missing-id").asInt(), is(NO_IDS.size()));
        for (int i = 0; i < NO_IDS.size(); i++) {
          String device = "device-" + i;
          assertThat(loads.byInsertId().get("beside-" + i).distinctId(), is(device));
          assertThat(loads.posthog().persons().get(device).distinctIds(), equalTo(Set.of(device)));
        }
        assertThat(
            loads.posthog().persons().get("phone").distinctIds(), equalTo(Set.of("phone", "😀")));
        assertThat(loads.posthog().persons().size(), is(NO_IDS.size() + 2));
        assertThat(loads.posthog().warnings(), is(empty()));
        stored.put(mode, keys(loads));
      }
    }
    assertThat(stored.get("v1"), equalTo(stored.get("v0")));
  }

  private static Set<StoredEvent.Key> keys(PostHogLoads loads) {
    return loads.posthog().stored().stream().map(StoredEvent::key).collect(Collectors.toSet());
  }

  /** What an app has told PostHog before history comes. */
  private static void live(PostHogEmulator posthog) throws IOException, InterruptedException {
    String body =
        """
        {"api_key": "%s", "batch": [{
          "event": "$set", "distinct_id": "ann", "timestamp": "2025-12-31T00:00:00.000Z",
          "uuid": "018cc251-f400-7000-8000-000000000001",
          "properties": {
            "$set": {"plan": "pro"}, "$set_once": {"$initial_utm_source": "google"}}}]}
        """
            .formatted(PostHogEmulator.DEFAULT_TOKEN);
    HttpRequest request =
        HttpRequest.newBuilder(posthog.endpoint().resolve("/batch/"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    int status = HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
    assertThat(status, is(200));
  }

  // Case 13.
  @ParameterizedTest
  @CsvSource({"set-once, pro, small", "latest-at-end, free, small", "none, pro, ''"})
  void whatLiveTrafficHasSetStaysUnlessHistoryIsToReplaceIt(String policy, String plan, String team)
      throws IOException, InterruptedException {
    try (PostHogLoads loads = new PostHogLoads(folder)) {
      live(loads.posthog());
      Map<String, String> properties =
          Map.of("plan", "free", "initial_utm_source", "bing", "team", "small");
      loads.export(
          "a.json",
          at("1", "10:00:00").user("ann").with("user_properties", properties),
          at("2", "10:00:00").user("bob").with("user_properties", properties));

      Command run = loads.run("--personProperties=" + policy);

      assertThat(run.err(), run.exitCode(), is(0));
      ObjectNode ann = loads.posthog().persons().get("ann").properties();
      assertThat(ann.path("plan").asText(), is(plan));
      assertThat(ann.path("$initial_utm_source").asText(), is("google"));
      assertThat(ann.path("team").asText(), is(team));
      ObjectNode bob = loads.posthog().persons().get("bob").properties();
      boolean told = !policy.equals("none");
      assertThat(bob.path("plan").asText(), is(told ? "free" : ""));
      assertThat(bob.path("$initial_utm_source").asText(), is(told ? "bing" : ""));
      assertThat(bob.path("team").asText(), is(team));
    }
  }

  /** 2024-02-29T23:50:00Z, as the export writes the session that begins then. */
  private static final long SESSION = 1709250600000L;

  private static ExportLine inSession(String id, String time, long session) {
    return ExportLine.of(id, time).device("device-1").with("session_id", session);
  }

  private static Map<String, String> sessions(PostHogLoads loads) {
    Map<String, String> sessions = new TreeMap<>();
    loads
        .byInsertId()
        .forEach((id, event) -> sessions.put(id, event.property("$session_id").asText()));
    return sessions;
  }

  // Case 14.
  @Test
  void aSessionIsOneForItsEventsOfTheFirst24HoursInEveryRun() {
    List<Map<String, String>> found = new ArrayList<>();
    for (int workers : List.of(1, 16)) {
      try (PostHogLoads loads = new PostHogLoads(folder.resolve("" + workers))) {
        loads.export(
            "a.json",
            inSession("start", "2024-02-29 23:50:00", SESSION).type("session_start"),
            inSession("before-midnight", "2024-02-29 23:55:00", SESSION),
            inSession("after-midnight", "2024-03-01 00:05:00", SESSION),
            inSession("too-late", "2024-03-01 23:50:01", SESSION),
            inSession("end", "2024-03-01 23:50:02", SESSION).type("session_end"),
            inSession("minus-one", "2024-03-01 00:06:00", -1),
            inSession("zero", "2024-03-01 00:07:00", 0));

        Command run = loads.run("--ledger=none", "--targetParallelism=" + workers);

        assertThat(run.err(), run.exitCode(), is(0));
        assertThat(run.report().at("/reasons/derived-event").asInt(), is(2));
        assertThat(run.report().at("/notes/session-dropped/session_id").asInt(), is(1));
        found.add(sessions(loads));
        loads.run("--ledger=none", "--targetParallelism=" + workers);
        found.add(sessions(loads));
      }
    }
    Map<String, String> sessions = found.get(0);
    assertThat(found, everyItem(equalTo(sessions)));
    String session = sessions.get("before-midnight");
    assertThat(
        sessions,
        equalTo(
            Map.of(
                "before-midnight", session,
                "after-midnight", session,
                "too-late", "",
                "minus-one", "",
                "zero", "")));
    UUID uuid = UUID.fromString(session);
    assertThat(uuid.version(), is(7));
    assertThat(uuid.variant(), is(2));
    assertThat(uuid.getMostSignificantBits() >>> Short.SIZE, is(SESSION));
  }
}
