package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.emulators.LoggedRequest;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same events out of a warehouse, in any format, are the same requests. */
class FormatsEndToEndTest {
  private static final int EVENTS = 300;

  @TempDir Path folder;

  @Test
  void everyFormatGivesTheRequestsOfTheExport() {
    List<String> expected = requests("export.json", "amplitude-export");
    for (String file :
        List.of(
            "events.csv",
            "events.avro",
            "snowflake.parquet",
            "bigquery.parquet",
            "spark.parquet")) {
      assertThat(file, requests(file, "amplitude-warehouse"), equalTo(expected));
    }
  }

  /** The checksums of the requests that a file becomes. */
  private List<String> requests(String file, String mapping) {
    try (AmplitudeEmulator amplitude = AmplitudeEmulator.start()) {
      Command run =
          Command.send(
              amplitude,
              folder.resolve(file),
              Command.testData("warehouse/" + file),
              "--mapping=" + mapping,
              "--lanes=4",
              // How events are divided into requests depends on time; one in each does not.
              "--maxEventsPerRequest=1",
              "--maxRequestsPerSecond=1000");
      assertThat(file + "\n" + run.err(), run.exitCode(), is(0));
      assertThat(amplitude.stored(), hasSize(EVENTS));
      return amplitude.requests().stream().map(LoggedRequest::sha256).sorted().toList();
    }
  }
}
