package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of one's own, moved by a mapping of one's own. */
class MappedTableTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROWS = 300;

  @TempDir Path folder;

  @Test
  void aRefusedRowOfParquetIsADeadLetterWithAllThatTheFileHasOfIt() throws IOException {
    Path mapping =
        Files.write(
            folder.resolve("mapping.yaml"),
            List.of(
                "version: 1",
                "name: visits",
                "event_type: event_type",
                "time: event_time",
                "user: {column: user_id, required: true}",
                "identity: uuid",
                "others: ignore"));
    try (AmplitudeEmulator amplitude = AmplitudeEmulator.start()) {
      Command run =
          Command.send(
              amplitude,
              folder.resolve("out"),
              Command.testData("warehouse/bigquery.parquet"),
              "--mapping=" + mapping);

      assertThat(run.err(), run.exitCode(), is(3));
      List<JsonNode> letters = run.aside("dead-letters");
      assertThat(letters.size(), is(greaterThan(0)));
      assertThat(amplitude.stored(), hasSize(ROWS - letters.size()));
      for (JsonNode letter : letters) {
        JsonNode row = JSON.readTree(letter.at("/row").asText());
        assertThat(letter.toString(), row.has("event_properties"), is(true));
        assertThat(row.has("user_id"), is(false));
      }
    }
  }
}
