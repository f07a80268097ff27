package io.eventbackfill.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.model.Reason;
import io.eventbackfill.pacing.PacingLimits;
import io.eventbackfill.pipeline.BackfillMain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The whole command, run in this process on an emulator's clock, and what it left behind. One at a
 * time.
 */
record EngineRun(int exitCode, String err, Path output) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Static, as a worker finds only what is in its process. */
  private static volatile EmulatorClock clock = EmulatorClock.frozenAt(EmulatedVendor.START);

  /** Runs to the end. Whoever waits moves the clock, for all. */
  static EngineRun of(
      EmulatedVendor to,
      StandIn standIn,
      String input,
      Path output,
      PacingLimits limits,
      List<String> more) {
    clock = standIn.clock();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        BackfillMain.run(
            EngineArguments.sending(to, standIn.endpoint(), input, output.toString(), limits, more),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            () -> new Waiting(clock, clock::advance, new Random(1)));
    return new EngineRun(exitCode, err.toString(StandardCharsets.UTF_8), output);
  }

  JsonNode report() throws IOException {
    return JSON.readTree(files("report.json").get(0).toFile());
  }

  /** Rows by what became of them, as the report says. */
  Map<Reason, Long> ended() throws IOException {
    Map<Reason, Long> ended = new EnumMap<>(Reason.class);
    for (Map.Entry<String, JsonNode> reason : report().path("reasons").properties()) {
      Reason named =
          Stream.of(Reason.values())
              .filter(r -> r.code().equals(reason.getKey()))
              .findFirst()
              .orElseThrow();
      ended.put(named, reason.getValue().asLong());
    }
    return ended;
  }

  /** The identities of what was set aside. */
  Set<String> aside() throws IOException {
    Set<String> identities = new HashSet<>();
    for (Path file : files(".jsonl")) {
      for (String line : Files.readAllLines(file)) {
        identities.add(JSON.readTree(line).path("insert_id").asText());
      }
    }
    return identities;
  }

  /** What the next run is to read. */
  String deferred() {
    return output + "/*/deferred/*";
  }

  private List<Path> files(String end) throws IOException {
    try (Stream<Path> all = Files.walk(output)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(end))
          .sorted()
          .toList();
    }
  }
}
