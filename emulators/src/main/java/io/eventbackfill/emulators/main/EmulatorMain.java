package io.eventbackfill.emulators.main;

import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Runs the Amplitude emulator by the machine's clock until it is stopped. Prints one line when it
 * is ready. Exit codes: 2 for bad options, 1 if the port is taken or the port file not writable.
 */
public final class EmulatorMain {

  private EmulatorMain() {}

  /** See {@code --help}. */
  public static void main(String[] args) {
    CommandLine line = CommandLine.parse(List.of(args));
    if (line.wantsHelp()) {
      CommandLine.help().forEach(System.out::println);
      return;
    }
    if (!line.problems().isEmpty()) {
      line.problems().forEach(System.err::println);
      System.exit(2);
    }
    try {
      AmplitudeEmulator emulator = start(line, System.out);
      new CountDownLatch(1).await();
      emulator.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (UncheckedIOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  static AmplitudeEmulator start(CommandLine line, PrintStream out) {
    AmplitudeSettings settings = line.settings();
    AmplitudeEmulator emulator =
        AmplitudeEmulator.start(settings, EmulatorClock.system(), line.port());
    emulator.faults(line.faults());
    line.portFile().ifPresent(file -> writeUrl(file, emulator.endpoint().toString()));
    out.println("Amplitude emulator listening on " + emulator.endpoint());
    out.flush();
    return emulator;
  }

  /** Moved into place, so that whoever waits for the file never reads half a line. */
  private static void writeUrl(Path file, String url) {
    try {
      Path target = file.toAbsolutePath();
      Path draft = target.resolveSibling(target.getFileName() + ".tmp");
      Files.writeString(draft, url + "\n");
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
