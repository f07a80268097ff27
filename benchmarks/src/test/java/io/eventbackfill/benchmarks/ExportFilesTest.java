package io.eventbackfill.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.StoredEvent;
import io.eventbackfill.pipeline.BackfillMain;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportFilesTest {
  private static final Workload WORKLOAD = Workload.of(Shape.UNIFORM, 250);

  @TempDir Path folder;

  @Test
  void theCommandReadsThemAndSendsEveryEventOnce() throws IOException {
    ExportFiles.write(WORKLOAD, folder.resolve("in"), 100);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (AmplitudeEmulator amplitude = AmplitudeEmulator.start()) {
      int exitCode =
          BackfillMain.run(
              new String[] {
                "--input=" + folder.resolve("in") + "/**",
                "--output=" + folder.resolve("out"),
                "--ledger=none",
                "--destinationEndpoint=" + amplitude.endpoint(),
                "--apiKey=" + AmplitudeEmulator.DEFAULT_API_KEY
              },
              new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8));

      assertThat(err.toString(StandardCharsets.UTF_8), exitCode, is(0));
      assertThat(amplitude.stored(), hasSize(WORKLOAD.size()));
      assertThat(
          Audit.of(new AmplitudeVendor.Emulated(amplitude), WORKLOAD.events(), e -> true).faults(),
          is(empty()));
      JsonNode sent = sent(amplitude, WORKLOAD.insertId(42));
      JsonNode direct = new ObjectMapper().readTree(WORKLOAD.event(42).body().array());
      for (String field : Set.of("time", "user_id", "device_id", "event_type")) {
        assertThat(field, sent.get(field), is(direct.get(field)));
      }
      assertThat(sent.get("event_properties"), is(direct.get("event_properties")));
    }
  }

  private static JsonNode sent(AmplitudeEmulator amplitude, String insertId) {
    return amplitude.stored().stream()
        .filter(event -> event.insertId().orElse("").equals(insertId))
        .map(StoredEvent::uploaded)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void rowsHaveTheKeysOfAnExport() throws IOException {
    Path file = ExportFiles.write(WORKLOAD, folder, 300).get(0);
    Path real = Path.of("..", "test-data", "exports", "187520", "187520_2024-03-01_0#0.json.gz");

    assertThat(keys(firstRow(file)), is(keys(firstRow(real))));
  }

  @Test
  void filesHoldSoManyRowsEach() throws IOException {
    assertThat(ExportFiles.write(WORKLOAD, folder, 100), hasSize(3));
    assertThat(ExportFiles.write(WORKLOAD, folder, 125), hasSize(2));
  }

  private static Set<String> keys(JsonNode row) {
    Set<String> keys = new TreeSet<>();
    row.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static JsonNode firstRow(Path file) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return new ObjectMapper().readTree(lines.readLine());
    }
  }
}
