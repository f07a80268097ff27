package io.eventbackfill.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventbackfill.delivery.SystemWaiting;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.steps.PerWorker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command, run in this process, and what it left behind. */
record Command(int exitCode, String out, String err, Path output) {
  static final String KEY = AmplitudeEmulator.DEFAULT_API_KEY;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Runs the command with these arguments and no others. */
  static Command run(Path output, List<String> args) {
    return run(output, args, SystemWaiting::create);
  }

  /** The same, by another clock. */
  static Command run(Path output, List<String> args, PerWorker<Waiting> waiting) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        BackfillMain.run(
            args.toArray(String[]::new),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            waiting);
    return new Command(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), output);
  }

  /** Sends an input to an emulator, as a user would, with the engine's own checks on. */
  static Command send(AmplitudeEmulator to, Path output, String input, String... more) {
    return send(to, output, input, SystemWaiting::create, more);
  }

  /** The same, by another clock. */
  static Command send(
      AmplitudeEmulator to, Path output, String input, PerWorker<Waiting> waiting, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--input=" + input,
                "--destination=amplitude",
                "--destinationEndpoint=" + to.endpoint(),
                "--apiKey=" + KEY,
                "--output=" + output,
                "--enforceImmutability=true",
                "--enforceEncodability=true"));
    args.addAll(List.of(more));
    if (args.stream().noneMatch(arg -> arg.startsWith("--ledger="))) {
      args.add("--ledger=" + output.resolve("ledger"));
    }
    return run(output, args, waiting);
  }

  /** A file or glob of the committed test data. */
  static String testData(String glob) {
    Path folder = Path.of("..", "test-data").toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException("no test data at " + folder);
    }
    return folder + "/" + glob;
  }

  JsonNode report() {
    return json(files("report.json").get(0));
  }

  static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All lines of the files in one folder of the run, as JSON. */
  List<JsonNode> aside(String folder) {
    List<JsonNode> lines = new ArrayList<>();
    for (Path file : files(".jsonl")) {
      if (file.getParent().endsWith(folder)) {
        try {
          for (String line : Files.readAllLines(file)) {
            lines.add(JSON.readTree(line));
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return lines;
  }

  /** The run's files whose names end like this. */
  List<Path> files(String end) {
    if (!Files.exists(output)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(output)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(end))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything a person could read of the run: both streams, and every file it wrote. */
  String everythingSaid() {
    StringBuilder all = new StringBuilder(out).append(err);
    files("").forEach(file -> all.append(text(file)));
    return all.toString();
  }

  static String text(Path file) {
    try {
      // Of whatever kind: a key would show in any.
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
