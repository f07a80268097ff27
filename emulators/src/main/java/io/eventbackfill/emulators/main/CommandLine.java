package io.eventbackfill.emulators.main;

import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options of {@link EmulatorMain}, with everything that is wrong with them. */
final class CommandLine {

  private final List<String> problems = new ArrayList<>();
  private AmplitudeSettings checked = AmplitudeSettings.defaults().withKeepBodies(false);
  private boolean help;
  private int port;
  private String apiKey = "";
  private int project = 187520;
  private FaultScript faults = FaultScript.none();
  private long seed;
  private Optional<Path> portFile = Optional.empty();

  private CommandLine() {}

  static CommandLine parse(List<String> args) {
    CommandLine line = new CommandLine();
    args.forEach(line::read);
    if (line.problems.isEmpty() && !line.apiKey.isEmpty()) {
      line.checked = line.checked.withValidApiKeys(Map.of(line.apiKey, line.project));
    }
    return line;
  }

  static List<String> help() {
    List<String> lines = new ArrayList<>();
    lines.add("Amplitude emulator. Options and their defaults:");
    lines.add("--port=0  port on 127.0.0.1; 0 chooses a free one");
    lines.add("--portFile=PATH  file to which the URL is written when ready");
    lines.add("--apiKey=" + AmplitudeEmulator.DEFAULT_API_KEY + "  the only valid key");
    lines.add("--project=187520  project of that key");
    lines.add(
        "--faults=SCRIPT  for example \"3: store-then-500; 10%: 503; device d1: 429 for 30s\"");
    lines.add("--seed=0  for faults with a percentage");
    lines.addAll(AmplitudeSettings.help());
    return lines;
  }

  private void read(String arg) {
    if (arg.equals("--help")) {
      help = true;
      return;
    }
    int equals = arg.indexOf('=');
    if (!arg.startsWith("--") || equals < 0) {
      problems.add(arg + " does not look like --name=value");
      return;
    }
    String name = arg.substring(2, equals);
    String value = arg.substring(equals + 1);
    try {
      read(name, value);
    } catch (NumberFormatException e) {
      problems.add(arg + " must be a whole number");
    } catch (IllegalArgumentException e) {
      problems.add("--" + e.getMessage());
    }
  }

  private void read(String name, String value) {
    switch (name) {
      case "port" -> port = portOf(value);
      case "portFile" -> portFile = Optional.of(Path.of(value));
      case "apiKey" -> apiKey = value;
      case "project" -> {
        project = Integer.parseInt(value);
        apiKey = apiKey.isEmpty() ? AmplitudeEmulator.DEFAULT_API_KEY : apiKey;
      }
      case "faults" -> readFaults(value);
      case "seed" -> seed = Long.parseLong(value);
      default -> {
        checked = checked.withText(name, value);
      }
    }
  }

  private static int portOf(String value) {
    int port = Integer.parseInt(value);
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port=" + value + " must be between 0 and 65535");
    }
    return port;
  }

  private void readFaults(String script) {
    try {
      faults = FaultScript.parse(script);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("faults: " + e.getMessage(), e);
    }
  }

  boolean wantsHelp() {
    return help;
  }

  List<String> problems() {
    return problems;
  }

  AmplitudeSettings settings() {
    return checked;
  }

  int port() {
    return port;
  }

  FaultScript faults() {
    return faults.withSeed(seed);
  }

  Optional<Path> portFile() {
    return portFile;
  }
}
