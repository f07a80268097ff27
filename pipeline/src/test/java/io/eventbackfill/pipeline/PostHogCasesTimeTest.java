package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.posthog.PostHogEmulator;
import io.eventbackfill.emulators.posthog.StoredEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Those of the {@linkplain PostHogCasesTest cases} that are about days and times. */
class PostHogCasesTimeTest {
  @TempDir private Path folder;
  private PostHogLoads loads;
  private PostHogEmulator posthog;

  @BeforeEach
  void begin() {
    loads = new PostHogLoads(folder);
    posthog = loads.posthog();
  }

  @AfterEach
  void end() {
    loads.close();
  }

  // Case 9. The clock of this machine and that of the client are wrong, each in its own way.
  @ParameterizedTest
  @ValueSource(strings = {"v0", "v1"})
  void anEventStaysOnItsDayWhateverTheClocksSay(String mode) {
    loads.clockAhead(Duration.ofMinutes(20));
    loads.export(
        "a.json",
        ExportLine.of("utc", "2024-02-29 23:59:59.999000")
            .device("device-1")
            .with("client_event_time", "2024-03-02 04:00:00.000000"),
        ExportLine.of("offset", "2024-03-01T05:29:59.999+05:30").device("device-1"));

    Command first = loads.run("--ledger=none", "--captureMode=" + mode);

    assertThat(first.err(), first.exitCode(), is(0));
    Instant time = Instant.parse("2024-02-29T23:59:59.999Z");
    assertThat(times(), equalTo(Map.of("utc", time, "offset", time)));
    assertThat(loads.byInsertId().get("utc").day(), is(LocalDate.of(2024, 2, 29)));
    Set<String> once = loads.finalView();

    loads.clockAhead(Duration.ofMinutes(-20));
    loads.run("--ledger=none", "--captureMode=" + mode);

    assertThat(loads.finalView(), equalTo(once));
    assertThat(posthog.storedRaw(), hasSize(4));
    assertThat(posthog.statistics().requestsWithSentAt(), is(0L));
  }

  private Map<String, Instant> times() {
    Map<String, Instant> times = new TreeMap<>();
    loads.byInsertId().forEach((id, event) -> times.put(id, event.timestamp()));
    return times;
  }

  // Case 10. The clock stands at the first of January 2026. PostHog would store each of those that
  // are refused as of now, or of 1970.
  @Test
  void aTimeThatIsNoneIsADeadLetterAndNeverNow() {
    Map<String, Object> refused = new TreeMap<>();
    refused.put("seconds", 1709251199);
    refused.put("millis", 1709251199999L);
    refused.put("text of digits", "1709251199");
    refused.put("empty", "");
    refused.put("zeros", "0000-00-00");
    refused.put("zeros with a time", "0000-00-00 00:00:00");
    refused.put("year 10000", "10000-01-01 00:00:00");
    List<String> rows = new ArrayList<>();
    refused.forEach((id, time) -> rows.add(ExportLine.of(id, time).device("device-1").text()));
    rows.add(ExportLine.of("tomorrow", "2026-01-02 00:00:00").device("d-1").text());
    rows.add(ExportLine.of("no zone", "2024-02-29T23:59:59").device("d-1").text());
    rows.add(
        ExportLine.of("fallback", "")
            .device("device-1")
            .with("client_event_time", "2024-02-29 23:59:58")
            .text());
    loads.export("a.json", rows);

    Command run = loads.run("--youngEvents=live");

    assertThat(run.err(), run.exitCode(), is(3));
    JsonNode reasons = run.report().path("reasons");
    assertThat(reasons.path("missing-time").asInt(), is(refused.size()));
    assertThat(reasons.path("invalid-field").asInt(), is(1));
    assertThat(run.report().at("/notes/time-fallback/client_event_time").asInt(), is(1));
    assertThat(
        times(),
        equalTo(
            Map.of(
                "no zone", Instant.parse("2024-02-29T23:59:59Z"),
                "fallback", Instant.parse("2024-02-29T23:59:58Z"))));
    assertThat(posthog.storedRaw(), hasSize(2));
  }

  // Case 10. Numbers are times where a mapping says which.
  @Test
  void secondsAndMillisecondsAreTimesIfTheMappingSaysSo() throws IOException {
    for (String unit : List.of("seconds", "millis")) {
      Path mapping = folder.resolve(unit + ".yaml");
      Files.writeString(
          mapping,
          """
          version: 1
          name: %1$s
          event_type: {constant: %1$s}
          time: {column: at, format: epoch-%1$s}
          user: who
          identity: at
          """
              .formatted(unit));
      // What the other one would have, nothing, and a text.
      loads.export(
          "a.json",
          List.of(
              "{\"who\":\"ann\",\"at\":1709251199}",
              "{\"who\":\"ann\",\"at\":1709251199999}",
              "{\"who\":\"ann\",\"at\":\"\"}",
              "{\"who\":\"ann\",\"at\":\"0000-00-00\"}"));

      Command run = loads.run("--ledger=none", "--mapping=" + mapping);

      assertThat(run.err(), run.exitCode(), is(3));
      // Milliseconds taken for seconds would be of the year 56134, which is no time either.
      int refused = unit.equals("seconds") ? 3 : 2;
      assertThat(run.report().at("/reasons/missing-time").asInt(), is(refused));
    }
    assertThat(
        posthog.stored().stream()
            .collect(Collectors.toMap(StoredEvent::timestamp, StoredEvent::event)),
        equalTo(
            Map.of(
                Instant.ofEpochSecond(1709251199), "seconds",
                Instant.ofEpochMilli(1709251199), "millis",
                Instant.ofEpochMilli(1709251199999L), "millis")));
  }
}
