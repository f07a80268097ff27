package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.amplitude.Traffic.Count;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What happened since the start or the last reset, as of the moment it was asked for. Counts of
 * arrivals cover everything that could be read, whatever the answer was; counts of storage cover
 * what was stored, even if the answer never arrived.
 */
public final class EmulatorStatistics {

  private final List<StoredEvent> stored;
  private final Counts counts;
  private final Rates rates;
  private final Behaviour behaviour;
  private final List<MergedIdentity> merges;

  record Counts(
      Map<Integer, Long> byStatus, Map<Count, Long> plain, Map<Complaint, Long> complaints) {}

  record Rates(Peaks devices, Peaks users, long events, long requests) {}

  record Peaks(Peak inOneSecond, Peak inThirtySeconds) {}

  record Behaviour(Peak inFlight, Optional<Duration> deviceGap, Optional<Duration> userGap) {}

  EmulatorStatistics(
      List<StoredEvent> stored,
      Counts counts,
      Rates rates,
      Behaviour behaviour,
      List<MergedIdentity> merges) {
    this.stored = stored;
    this.counts = counts;
    this.rates = rates;
    this.behaviour = behaviour;
    this.merges = merges;
  }

  /**
   * Ingestion requests by the HTTP status of the answer, also of answers that were cut off; 0 for
   * connections dropped before anything was processed.
   */
  public Map<Integer, Long> requestsByStatus() {
    return counts.byStatus();
  }

  /** Ingestion requests of all kinds. */
  public long requests() {
    return counts.byStatus().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Events found in requests, retries and refused ones included. */
  public long eventsReceived() {
    return plain(Count.RECEIVED);
  }

  public long eventsStored() {
    return plain(Count.STORED);
  }

  /** Events that arrived in an accepted request although their identity had arrived before. */
  public long duplicatesReceived() {
    return plain(Count.DUPLICATE);
  }

  /** Of those, the ones stored once more because the first copy was too old. */
  public long duplicatesStored() {
    return plain(Count.STORED_AGAIN);
  }

  /** Events accepted and silently not stored because their type is blocked. */
  public long eventsBlocked() {
    return plain(Count.BLOCKED);
  }

  /** Accepted {@code $identify} and {@code $groupidentify} events, which are not stored as rows. */
  public long identifies() {
    return plain(Count.IDENTIFY);
  }

  /** Events stored for a device after an event of the same device with a later {@code time}. */
  public long orderInversions() {
    return plain(Count.INVERSION);
  }

  /** How often each thing a backfill must not do was done; only what was. */
  public Map<Complaint, Long> complaints() {
    return counts.complaints();
  }

  public long complaints(Complaint complaint) {
    return counts.complaints().getOrDefault(complaint, 0L);
  }

  /** Most events that arrived for one device within any one second. */
  public Peak mostPerDeviceInOneSecond() {
    return rates.devices().inOneSecond();
  }

  /** Most events that arrived for one device within any thirty seconds: a count, not a rate. */
  public Peak mostPerDeviceInThirtySeconds() {
    return rates.devices().inThirtySeconds();
  }

  /** Most events that arrived for one user within any one second. */
  public Peak mostPerUserInOneSecond() {
    return rates.users().inOneSecond();
  }

  /** Most events that arrived for one user within any thirty seconds: a count, not a rate. */
  public Peak mostPerUserInThirtySeconds() {
    return rates.users().inThirtySeconds();
  }

  /** Most events that arrived within any one second. */
  public long mostEventsInOneSecond() {
    return rates.events();
  }

  /** Most requests that arrived within any one second. */
  public long mostRequestsInOneSecond() {
    return rates.requests();
  }

  /**
   * Most requests with the same device under way at once. A client that gives up on an answer and
   * sends again counts as two while the first is still being answered.
   */
  public Peak mostInFlightPerDevice() {
    return behaviour.inFlight();
  }

  /** Shortest time between an answer that throttles an id and the next request with that id. */
  public Optional<Duration> smallestGapAfterThrottle() {
    return Stream.of(behaviour.deviceGap(), behaviour.userGap())
        .flatMap(Optional::stream)
        .min(Duration::compareTo);
  }

  /** Insert ids of the first stored copies of each device, in order of arrival. */
  public Map<String, List<String>> arrivalOrder() {
    Map<String, List<String>> order = new TreeMap<>();
    firstCopies()
        .forEach(
            event ->
                event
                    .insertId()
                    .ifPresent(
                        id ->
                            order
                                .computeIfAbsent(event.deviceId(), d -> new ArrayList<>())
                                .add(id)));
    return order;
  }

  /** As {@link #arrivalOrder()}, of one device; empty if nothing was stored for it. */
  public List<String> arrivalOrder(String deviceId) {
    return firstCopies()
        .filter(event -> event.deviceId().equals(deviceId))
        .flatMap(event -> event.insertId().stream())
        .toList();
  }

  /** How often each stored insert id has arrived in accepted requests, over all devices. */
  public Map<String, Integer> copiesByInsertId() {
    Map<String, Integer> copies = new LinkedHashMap<>();
    for (StoredEvent event : stored) {
      event.insertId().ifPresent(id -> copies.merge(id, event.copies(), Integer::sum));
    }
    return copies;
  }

  /** Anonymous ids that were merged into known users, in order. */
  public List<MergedIdentity> mergedIdentities() {
    return merges;
  }

  private Stream<StoredEvent> firstCopies() {
    return stored.stream().filter(StoredEvent::firstCopy);
  }

  private long plain(Count count) {
    return counts.plain().getOrDefault(count, 0L);
  }
}
