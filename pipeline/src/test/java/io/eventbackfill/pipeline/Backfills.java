package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.StopRequest;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Someone with exports, a ledger and a vendor, who starts the command again and again. Time stands
 * still but where a run looks at it or waits: it is the vendor's and every run's.
 */
final class Backfills implements AutoCloseable {
  private static final String USER = "user-1";

  /** Static, as a worker finds only what is in its process. */
  private static volatile Life life = new Life(EmulatorClock.frozenAt(Instant.EPOCH), () -> {});

  private final Path folder;
  private final AmplitudeEmulator amplitude;
  private Runnable fate = () -> {};
  private int starts;

  /** In an empty folder. */
  Backfills(Path folder) {
    this.folder = folder;
    this.amplitude =
        AmplitudeEmulator.start(
            AmplitudeSettings.defaults(), EmulatorClock.frozenAt(AmplitudeEmulator.START));
    try {
      Files.createDirectories(folder.resolve("exports"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the threads of one start live by; those it leaves behind keep it. */
  private record Life(EmulatorClock clock, Runnable fate) {
    Instant instant() {
      clock.advance(Duration.ofMillis(1));
      fate.run();
      return clock.instant();
    }
  }

  private static Waiting waiting() {
    Life own = life;
    return new Waiting(own::instant, own.clock()::advance, new Random(1));
  }

  AmplitudeEmulator amplitude() {
    return amplitude;
  }

  Path file(String name) {
    return folder.resolve("exports").resolve(name);
  }

  Path ledger() {
    return folder.resolve("ledger");
  }

  /** Writes an export with these events of so many devices; replaces what is there. */
  Path export(String name, int devices, int from, int to) {
    return ExportRows.write(file(name), devices, from, to, USER);
  }

  /** The next start asks itself to stop, as after a signal, once so many requests were made. */
  void stopAfter(int requests) {
    fate = () -> after(requests, StopRequest.ofThisProcess()::raise);
  }

  /** While the next start is under way, the vendor takes the key back after so many requests. */
  void revokeAfter(int requests) {
    fate = () -> after(requests, () -> amplitude.configure(withKey("0".repeat(32))));
  }

  /**
   * In the next start everything that sends dies where it stands once so many requests were made,
   * and writes nothing any more.
   */
  void dieAfter(int requests) {
    Thread driver = Thread.currentThread();
    fate =
        () -> {
          if (Thread.currentThread() != driver) {
            after(
                requests,
                () -> {
                  throw new IllegalStateException("this worker is dead");
                });
          }
        };
  }

  private void after(int requests, Runnable then) {
    if (amplitude.statistics().requests() >= requests) {
      then.run();
    }
  }

  /** The vendor's settings with this key alone. */
  AmplitudeSettings withKey(String key) {
    return AmplitudeSettings.defaults().withValidApiKeys(Map.of(key, 1));
  }

  /** Starts the command for all exports; options given here take the place of the usual ones. */
  Command start(String... more) {
    List<String> all = new ArrayList<>(List.of("--input=" + folder + "/exports/*"));
    all.addAll(List.of(more));
    return call("run", all);
  }

  /** Tries again what is in these folders. */
  Command retry(String from, String... more) {
    List<String> all = new ArrayList<>(List.of("--from=" + from));
    all.addAll(List.of(more));
    return call("retry", all);
  }

  private Command call(String command, List<String> more) {
    Map<String, String> options = new TreeMap<>();
    options.put("destinationEndpoint", amplitude.endpoint().toString());
    options.put("apiKey", Command.KEY);
    options.put("ledger", ledger().toString());
    options.put("lanes", "4");
    options.put("maxEventsPerRequest", "20");
    options.put("enforceImmutability", "true");
    options.put("enforceEncodability", "true");
    for (String option : more) {
      String[] parts = option.substring(2).split("=", 2);
      options.put(parts[0], parts[1]);
    }
    starts++;
    Path output = folder.resolve("out-" + starts);
    options.putIfAbsent("output", output.toString());
    List<String> args = new ArrayList<>(List.of(command));
    options.forEach((name, value) -> args.add("--" + name + "=" + value));
    amplitude.clock().advance(Duration.ofHours(1));
    life = new Life(amplitude.clock(), fate);
    fate = () -> {};
    return Command.run(output, args, Backfills::waiting);
  }

  /** The same by an engine. */
  Command start(Engine engine, String... more) {
    List<String> all = new ArrayList<>(engine.args());
    all.addAll(List.of(more));
    return start(all.toArray(String[]::new));
  }

  /** The command that shows the ledger. */
  Command show(String... more) {
    List<String> args = new ArrayList<>(List.of("ledger", "--ledger=" + ledger()));
    args.addAll(List.of(more));
    life = new Life(amplitude.clock(), () -> {});
    return Command.run(folder.resolve("nothing"), args, Backfills::waiting);
  }

  @Override
  public void close() {
    amplitude.close();
    StopRequest.startAfresh();
  }
}
