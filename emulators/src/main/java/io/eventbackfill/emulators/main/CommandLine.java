package io.eventbackfill.emulators.main;

import io.eventbackfill.emulators.FaultScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The options of {@link EmulatorMain}, with everything that is wrong with them. */
final class CommandLine {

  private static final String VENDOR = "--vendor=";

  private final List<String> problems = new ArrayList<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private Vendor vendor = Vendor.AMPLITUDE;
  private boolean help;
  private int port;
  private Optional<String> apiKey = Optional.empty();
  private OptionalInt project = OptionalInt.empty();
  private FaultScript faults = FaultScript.none();
  private long seed;
  private Optional<Path> portFile = Optional.empty();

  private CommandLine() {}

  static CommandLine parse(List<String> args) {
    CommandLine line = new CommandLine();
    // Which options there are depends on the vendor, wherever it stands.
    args.stream().filter(arg -> arg.startsWith(VENDOR)).forEach(line::readVendor);
    args.stream().filter(arg -> !arg.startsWith(VENDOR)).forEach(line::read);
    return line;
  }

  static List<String> help() {
    List<String> lines = new ArrayList<>();
    lines.add("Stand-ins for vendors. Options and their defaults:");
    lines.add("--vendor=amplitude  amplitude, posthog");
    lines.add("--port=0  port on 127.0.0.1; 0 chooses a free one");
    lines.add("--portFile=PATH  file to which the URL is written when ready");
    lines.add(
        "--faults=SCRIPT  for example \"3: store-then-500; 10%: 503; device d1: 429 for 30s\"");
    lines.add("--seed=0  for faults with a percentage");
    for (Vendor vendor : Vendor.values()) {
      lines.add("");
      lines.add(vendor.title() + ", --vendor=" + vendor.text() + ":");
      lines.add("--apiKey=" + vendor.key() + "  the only valid key");
      lines.add("--project=" + vendor.project() + "  project of that key");
      lines.addAll(vendor.settingsHelp());
    }
    return lines;
  }

  private void readVendor(String arg) {
    try {
      vendor = Vendor.of(arg.substring(VENDOR.length()));
    } catch (IllegalArgumentException e) {
      problems.add("--" + e.getMessage());
    }
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
      case "apiKey" -> apiKey = Optional.of(value);
      case "project" -> project = OptionalInt.of(Integer.parseInt(value));
      case "faults" -> readFaults(value);
      case "seed" -> seed = Long.parseLong(value);
      default -> {
        vendor.check(name, value);
        settings.put(name, value);
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

  Vendor vendor() {
    return vendor;
  }

  /** Settings of the vendor, as text. */
  Map<String, String> settings() {
    return settings;
  }

  String apiKey() {
    return apiKey.orElse(vendor.key());
  }

  int project() {
    return project.orElse(vendor.project());
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
