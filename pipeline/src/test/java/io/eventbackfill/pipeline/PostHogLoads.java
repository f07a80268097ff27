package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.posthog.PostHogEmulator;
import io.eventbackfill.emulators.posthog.StoredEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Someone with exports, a ledger and a project of PostHog, who loads them again and again. Time is
 * the stand-in's; it stands still but where a run looks at it or waits, and between two runs an
 * hour passes.
 */
final class PostHogLoads implements AutoCloseable {
  /** Static, as a worker finds only what is in its process. */
  private static volatile EmulatorClock time = EmulatorClock.system();

  private static volatile Duration ahead = Duration.ZERO;

  private final PostHogEmulator posthog = PostHogEmulator.start();
  private final Path folder;
  private int starts;

  /** In a new or empty folder. */
  PostHogLoads(Path folder) {
    this.folder = folder;
    goBy(posthog.clock());
    try {
      Files.createDirectories(folder.resolve("exports"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void goBy(EmulatorClock clock) {
    time = clock;
    ahead = Duration.ZERO;
  }

  private static Waiting waiting() {
    EmulatorClock own = time;
    Duration skew = ahead;
    return new Waiting(
        () -> {
          own.advance(Duration.ofMillis(1));
          return own.instant().plus(skew);
        },
        own::advance,
        new Random(1));
  }

  /** From now on the clock of this machine shows so much more than PostHog's. */
  void clockAhead(Duration difference) {
    ahead = difference;
  }

  PostHogEmulator posthog() {
    return posthog;
  }

  Path file(String name) {
    return folder.resolve("exports").resolve(name);
  }

  /** Writes an export; replaces what is there. */
  Path export(String name, ExportLine... rows) {
    return export(name, Arrays.stream(rows).map(ExportLine::text).toList());
  }

  Path export(String name, List<String> lines) {
    try {
      return Files.write(file(name), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the command for all exports; options given here take the place of the usual ones. */
  Command run(String... more) {
    Map<String, String> options = new TreeMap<>();
    starts++;
    Path output = folder.resolve("out-" + starts);
    options.put("input", folder + "/exports/*");
    options.put("output", output.toString());
    options.put("destination", "posthog");
    options.put("destinationEndpoint", posthog.endpoint().toString());
    options.put("apiKey", PostHogEmulator.DEFAULT_TOKEN);
    options.put("ledger", folder.resolve("ledger").toString());
    options.put("lanes", "4");
    for (String option : more) {
      String[] parts = option.substring(2).split("=", 2);
      options.put(parts[0], parts[1]);
    }
    List<String> args = new ArrayList<>(List.of("run"));
    options.forEach((name, value) -> args.add("--" + name + "=" + value));
    time = posthog.clock();
    Command done = Command.run(output, args, PostHogLoads::waiting);
    posthog.clock().advance(Duration.ofHours(1));
    return done;
  }

  /** The events that rows have become, by their insert ids; of one in two places the latter. */
  Map<String, StoredEvent> byInsertId() {
    Map<String, StoredEvent> events = new TreeMap<>();
    for (StoredEvent event : posthog.stored()) {
      if (event.properties().has("$amplitude_insert_id")) {
        events.put(event.property("$amplitude_insert_id").asText(), event);
      }
    }
    return events;
  }

  /** What PostHog shows once it has merged copies: of each event its key, time and properties. */
  Set<String> finalView() {
    Set<String> view = new TreeSet<>();
    for (StoredEvent event : posthog.stored()) {
      view.add(event.key() + " " + event.timestamp() + " " + event.properties());
    }
    return view;
  }

  /** How many events of one name are shown. */
  long count(String event) {
    return posthog.stored().stream().filter(one -> one.event().equals(event)).count();
  }

  /** Who is who: what is known of each id, without the ids that PostHog gives to persons. */
  Map<String, String> persons() {
    Map<String, String> persons = new TreeMap<>();
    posthog
        .persons()
        .forEach(
            (id, person) ->
                persons.put(
                    id,
                    "%s identified=%s %s %s"
                        .formatted(
                            person.distinctIds(),
                            person.identified(),
                            person.created(),
                            person.properties())));
    return persons;
  }

  @Override
  public void close() {
    posthog.close();
  }
}
