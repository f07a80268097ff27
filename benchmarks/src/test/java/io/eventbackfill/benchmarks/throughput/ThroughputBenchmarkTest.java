package io.eventbackfill.benchmarks.throughput;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.benchmarks.throughput.SyntheticExport.Devices;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That it measures; what it measures is not for a test to judge. */
class ThroughputBenchmarkTest {
  @TempDir Path folder;

  @Test
  void theLoopsAreMeasuredAndChecked() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ThroughputBenchmark.Settings settings =
        ThroughputBenchmark.Settings.parse(
            new String[] {
              "--events=3000",
              "--rounds=1",
              "--heapOfLoops=256m",
              "--contenders=gunzip,parse,reference-1,reference-2"
            });

    new ThroughputBenchmark(new PrintStream(out, true, StandardCharsets.UTF_8), settings)
        .run(folder);

    String said = out.toString(StandardCharsets.UTF_8);
    assertThat(said, containsString("3,000 events, devices: ZIPF"));
    assertThat(said.split("each event once, in order", -1).length - 1, is(2));
    assertThat(said, containsString("\nreference-2 "));
  }

  /** Its figure would be worse than none. */
  @Test
  void aRunThatFailsIsNoFigure() {
    ThroughputBenchmark.Settings settings =
        ThroughputBenchmark.Settings.parse(
            new String[] {
              "--events=10", "--rounds=1", "--contenders=flink", "--jar=" + folder.resolve("none")
            });
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);

    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> new ThroughputBenchmark(nowhere, settings).run(folder));

    assertThat(e.getMessage(), containsString("exit status 1"));
  }

  @Test
  void theSameArgumentsMakeTheSameFiles() throws IOException {
    SyntheticExport.write(folder.resolve("a"), 50_100, Devices.GIANT);
    SyntheticExport.write(folder.resolve("b"), 50_100, Devices.GIANT);

    List<byte[]> first = contents(folder.resolve("a"));
    List<byte[]> second = contents(folder.resolve("b"));
    assertThat(first.size(), is(2));
    for (int i = 0; i < first.size(); i++) {
      assertThat(first.get(i), equalTo(second.get(i)));
    }
  }

  private static List<byte[]> contents(Path folder) throws IOException {
    List<byte[]> contents = new ArrayList<>();
    for (Path file : Lines.files(folder)) {
      contents.add(Files.readAllBytes(file));
    }
    return contents;
  }
}
