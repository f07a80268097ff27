package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.posthog.PostHogEmulator;
import io.eventbackfill.emulators.posthog.StoredEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Case 15 of the {@linkplain PostHogCasesTest cases}: exports of the same hours that are not the
 * same bytes, and what should stand in no export.
 */
class PostHogCasesExportTest {
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

  /** Some rows have an insert id, some a uuid, some neither. */
  private static List<String> rows(int from, int to) {
    List<String> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      ExportLine row =
          ExportLine.of("i-" + i, "2024-03-01 12:00:%02d".formatted(i)).device("phone").user("ann");
      if (i % 3 == 1) {
        row = row.with("uuid", "018df9c2-0000-1000-8000-0000000000%02d".formatted(i));
      }
      rows.add(i % 3 == 2 ? row.text().replace("\"$insert_id\":\"i-" + i + "\",", "") : row.text());
    }
    return rows;
  }

  /**
   * As another export of the same rows has them: in another order, and processed at another time. A
   * row without an id of its own is known by all that it says, so it says the same.
   */
  private static List<String> exportedAgain(List<String> rows) {
    List<String> again = new ArrayList<>();
    for (String row : rows) {
      boolean named = row.contains("$insert_id") || row.contains("uuid");
      String processed = ",\"processed_time\":\"2026-01-01 00:00:00.000000\"}";
      again.add(named ? row.replaceFirst("}$", processed) : row);
    }
    Collections.shuffle(again, new Random(1));
    return again;
  }

  private Set<StoredEvent.Key> keys() {
    Set<StoredEvent.Key> keys = new HashSet<>();
    posthog.stored().forEach(event -> keys.add(event.key()));
    return keys;
  }

  @Test
  void rowsInAnotherOrderAreTheSameEventsAndLateOnesAreAdded() {
    loads.export("a.json", rows(0, 9));
    Command first = loads.run("--ledger=none");
    assertThat(first.err(), first.exitCode(), is(0));
    Set<StoredEvent.Key> once = keys();
    assertThat("nine rows and a link", once, hasSize(10));

    loads.export("a.json", exportedAgain(rows(0, 9)));
    loads.run("--ledger=none");
    assertThat(keys(), equalTo(once));

    loads.export("a.json", exportedAgain(rows(0, 12)));
    loads.run("--ledger=none");
    assertThat(keys(), hasSize(10 + 3));
  }

  @Test
  void withALedgerLateRowsAloneAreSent() {
    loads.export("a.json", rows(0, 9));
    loads.run();
    loads.export("a.json", exportedAgain(rows(0, 12)));

    Command again = loads.run();

    assertThat(again.err(), again.exitCode(), is(0));
    assertThat("and the link", again.report().at("/reasons/already-delivered").asInt(), is(10));
    assertThat(again.report().at("/rows/accepted").asInt(), is(3));
    assertThat(posthog.storedRaw(), hasSize(10 + 3));
  }

  @Test
  void anHourInTwoFilesIsSentOnce() {
    loads.export("a.json", rows(0, 9));
    loads.export("b.json", exportedAgain(rows(6, 12)));

    Command run = loads.run();

    assertThat(run.err(), run.exitCode(), is(0));
    assertThat(run.report().at("/reasons/duplicate").asInt(), is(3));
    assertThat(run.report().at("/rows/adds_up").asBoolean(), is(true));
    assertThat(posthog.storedRaw(), hasSize(12 + 1));
  }

  @Test
  void aTruncatedFileIsNamedAndWhatIsWholeIsSent() throws IOException {
    loads.export("whole.json", rows(0, 3));
    byte[] packed = packed(rows(3, 12));
    Path cut = loads.file("cut.json.gz");
    Files.write(cut, Arrays.copyOf(packed, packed.length - 20));

    Command run = loads.run();

    assertThat(run.err(), run.exitCode(), is(3));
    Set<String> truncated = new TreeSet<>();
    for (JsonNode file : run.report().path("files")) {
      if (file.path("reasons").path("truncated-file").asInt() == 1) {
        truncated.add(file.path("file").asText());
      }
    }
    assertThat(truncated, equalTo(Set.of(cut.toString())));
    assertThat(loads.byInsertId().keySet().containsAll(Set.of("i-0", "i-1")), is(true));

    Files.write(cut, packed);
    loads.run();
    // Beside another link: a run knows the events that it reads, and no others.
    assertThat(
        posthog.storedRaw().stream().filter(event -> event.event().equals("Opened")).toList(),
        hasSize(12));
    assertThat("links shown", loads.count("$identify"), is(1L));
  }

  private static byte[] packed(List<String> rows) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write((String.join("\n", rows) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0", "v1"})
  void halfACharacterAndControlCharactersFailNoBatch(String mode) {
    String controls = "\\u0000\\u0001\\u001f\\u007f\\u0085\\u2028";
    loads.export(
        "a.json",
        List.of(row("1", "plain"), row("2", "\\ud83d!"), row("3", "\\ude00"), row("4", controls)));

    Command run = loads.run("--captureMode=" + mode);

    assertThat(run.err(), run.exitCode(), is(0));
    assertThat(run.aside("dead-letters"), is(empty()));
    assertThat(posthog.statistics().requestsByStatus().keySet(), equalTo(Set.of(200)));
    assertThat(posthog.storedRaw(), hasSize(4));
    assertThat(text("2"), is("\ufffd!"));
    assertThat(text("3"), is("\ufffd"));
    assertThat(text("4"), is("\0\u0001\u001f\u007f\u0085\u2028"));
    assertThat(run.report().at("/notes/text-repaired/event_properties").asInt(), is(2));
  }

  private static String row(String id, String text) {
    return ("{\"$insert_id\":\"%s\",\"event_type\":\"Opened\",\"device_id\":\"device-1\","
            + "\"event_time\":\"2024-03-01 12:00:00\",\"event_properties\":{\"text\":\"%s\"}}")
        .formatted(id, text);
  }

  private String text(String id) {
    return loads.byInsertId().get(id).property("text").asText();
  }
}
