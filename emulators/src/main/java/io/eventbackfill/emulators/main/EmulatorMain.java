package io.eventbackfill.emulators.main;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Runs the emulator of one vendor by the machine's clock until it is stopped. Prints one line when
 * it is ready. Exit codes: 2 for bad options, 1 if the port is taken or the port file not writable.
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
      Vendor.Running emulator = start(line, System.out);
      new CountDownLatch(1).await();
      emulator.close();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (UncheckedIOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  static Vendor.Running start(CommandLine line, PrintStream out) {
    Vendor.Running emulator = line.vendor().start(line);
    line.portFile().ifPresent(file -> writeUrl(file, emulator.endpoint().toString()));
    out.println(line.vendor().title() + " emulator listening on " + emulator.endpoint());
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
