package io.eventbackfill.pipeline;

import io.eventbackfill.ledger.Holder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Who this process is, and which of its neighbours run, as far as the system tells: Linux does. */
final class ThisProcess {
  private static final Path PROC = Path.of("/proc");

  /** Of a clock tick; the kernel counts hundredths for programs, whatever it counts itself. */
  private static final long TICK_MILLIS = 10;

  /** The state and the start of a process, among the words after its name. */
  private static final int STATE = 0;

  private static final int START = 19;

  private ThisProcess() {}

  /**
   * This process, as a ledger's holder.
   *
   * @param command what it does; no secrets
   */
  static Holder holder(String command) {
    long pid = ProcessHandle.current().pid();
    OptionalLong start = start(pid);
    return new Holder(
        host(), pid, start.orElse(0), start.isPresent() ? namespace() : "", user(), command);
  }

  /** True if there is a process of this number, not just its remains, that started then. */
  static boolean isRunning(long pid, long processStart) {
    OptionalLong start = start(pid);
    return start.isPresent() && start.getAsLong() == processStart;
  }

  /** In ms since the machine's start; empty if there is no such process, or only a zombie of it. */
  private static OptionalLong start(long pid) {
    Optional<String> stat = read(PROC.resolve(pid + "/stat"));
    if (stat.isEmpty()) {
      return OptionalLong.empty();
    }
    // A program's name stands in brackets, and may hold brackets and spaces.
    String[] words = stat.get().substring(stat.get().lastIndexOf(')') + 1).strip().split(" ", -1);
    boolean isDead = words[STATE].equals("Z") || words[STATE].equals("X");
    return isDead
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(words[START]) * TICK_MILLIS);
  }

  /** A boot of the machine, and the container's own numbers. */
  private static String namespace() {
    Optional<String> boot = read(PROC.resolve("sys/kernel/random/boot_id"));
    try {
      Path pids = Files.readSymbolicLink(PROC.resolve("self/ns/pid"));
      return boot.map(id -> id + " " + pids).orElse("");
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  private static String host() {
    return read(PROC.resolve("sys/kernel/hostname")).orElseGet(ThisProcess::nameFromNetwork);
  }

  private static String nameFromNetwork() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private static String user() {
    return ProcessHandle.current().info().user().orElse(System.getProperty("user.name", "unknown"));
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
