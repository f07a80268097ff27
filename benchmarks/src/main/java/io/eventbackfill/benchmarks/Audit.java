package io.eventbackfill.benchmarks;

import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.EmulatorStatistics;
import io.eventbackfill.emulators.amplitude.Peak;
import io.eventbackfill.emulators.amplitude.StoredEvent;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.pacing.PacingLimits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the destination has seen and kept, held against what it was to get.
 *
 * @param storage right or wrong
 * @param load how hard it was pressed
 */
record Audit(Storage storage, Load load) {

  /**
   * What went wrong; each is 0 after a faultless run.
   *
   * @param lost events said to be delivered that are not stored
   * @param unannounced events stored that were not said to be delivered; what was given up on may
   *     be among them
   * @param doubled copies stored beyond the first, by identity or by device and time
   * @param inversions first copies stored after a later event of their device
   * @param otherIdentity events stored under an identity that they were not given with, or that
   *     nobody gave
   * @param complaints things that a backfill must not do, of whatever kind
   */
  record Storage(
      long lost,
      long unannounced,
      long doubled,
      long inversions,
      long otherIdentity,
      long complaints) {}

  /**
   * Counts of arrivals, refused ones included.
   *
   * @param requests ingestion requests
   * @param throttled those answered with status 429
   * @param device most events of one device within any 30 seconds
   * @param user most events of one user within any 30 seconds
   * @param eventsPerSecond most events within any one second
   * @param events events received, each time they were
   * @param underWay most requests with one device under way at once
   */
  record Load(
      long requests,
      long throttled,
      Peak device,
      Peak user,
      long eventsPerSecond,
      long events,
      Peak underWay) {

    /** What was above these limits, in words; empty if nothing was. */
    List<String> above(PacingLimits limits) {
      double most = limits.eventsPerSecondPerActor() * PacingLimits.WINDOW.toSeconds();
      return Stream.of(device, user)
          .filter(peak -> peak.count() > most)
          .map(peak -> "%d events of %s within 30 s".formatted(peak.count(), peak.id()))
          .toList();
    }
  }

  private record Moment(String device, long millis) {}

  private record Key(String device, String insertId) {}

  /**
   * Looks at an emulator after a run.
   *
   * @param given all events, each with a time of its own on its device
   * @param delivered true of those that are said to be stored
   */
  static Audit of(
      AmplitudeEmulator emulator, Collection<QueuedEvent> given, Predicate<QueuedEvent> delivered) {
    EmulatorStatistics seen = emulator.statistics();
    Load load =
        new Load(
            seen.requests(),
            seen.requestsByStatus().getOrDefault(429, 0L),
            seen.mostPerDeviceInThirtySeconds(),
            seen.mostPerUserInThirtySeconds(),
            seen.mostEventsInOneSecond(),
            seen.eventsReceived(),
            seen.mostInFlightPerDevice());
    return new Audit(storage(emulator.stored(), seen, given, delivered), load);
  }

  private static Storage storage(
      List<StoredEvent> stored,
      EmulatorStatistics seen,
      Collection<QueuedEvent> given,
      Predicate<QueuedEvent> delivered) {
    Map<Key, Integer> copies = new HashMap<>();
    Set<Moment> moments = new HashSet<>();
    for (StoredEvent event : stored) {
      copies.merge(new Key(event.deviceId(), event.insertId().orElse("")), 1, Integer::sum);
      moments.add(new Moment(event.deviceId(), event.time().orElse(-1)));
    }
    long doubled = (long) stored.size() - Math.min(copies.size(), moments.size());
    long lost = 0;
    long unannounced = 0;
    for (QueuedEvent event : given) {
      Integer found = copies.remove(new Key(device(event), event.identity()));
      lost += found == null && delivered.test(event) ? 1 : 0;
      unannounced += found != null && !delivered.test(event) ? 1 : 0;
    }
    return new Storage(
        lost,
        unannounced,
        doubled,
        seen.orderInversions(),
        copies.values().stream().mapToLong(Integer::longValue).sum(),
        seen.complaints().values().stream().mapToLong(Long::longValue).sum());
  }

  private static String device(QueuedEvent event) {
    String device = event.who().device();
    if (device == null) {
      throw new IllegalArgumentException(event + " has no device");
    }
    return device;
  }

  /** What is wrong, in words; empty if nothing is. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    add(faults, storage.lost(), "lost");
    add(faults, storage.unannounced(), "stored but not reported as delivered");
    add(faults, storage.doubled(), "stored twice");
    add(faults, storage.inversions(), "stored out of order");
    add(faults, storage.otherIdentity(), "stored under another identity");
    add(faults, storage.complaints(), "sent as no backfill may");
    return faults;
  }

  private static void add(List<String> faults, long count, String what) {
    if (count > 0) {
      faults.add(count + " " + what);
    }
  }
}
