package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.ExactJson;
import java.util.List;
import java.util.Map;

/**
 * What happened since the start or the last reset, as of the moment it was asked for. Counts of
 * arrivals cover everything that could be read, whatever the answer was; counts of storage cover
 * what was stored, even if the answer never arrived.
 */
public final class PostHogStatistics {

  private final Map<Integer, Long> byStatus;
  private final Events events;
  private final Peaks peaks;
  private final long dropped;
  private final long repeated;
  private final List<RequestProfile> profiles;

  record Events(long received, long rows, long stored, long free, long billed) {}

  record Peaks(long events, long requests, Map<String, Integer> inFlight) {}

  PostHogStatistics(
      Map<Integer, Long> byStatus,
      Events events,
      Peaks peaks,
      long dropped,
      long repeated,
      List<RequestProfile> profiles) {
    this.byStatus = byStatus;
    this.events = events;
    this.peaks = peaks;
    this.dropped = dropped;
    this.repeated = repeated;
    this.profiles = profiles;
  }

  /**
   * Ingestion requests by the HTTP status of the answer, also of answers that were cut off; 0 for
   * connections dropped before anything was processed.
   */
  public Map<Integer, Long> requestsByStatus() {
    return byStatus;
  }

  /** Ingestion requests of both kinds. */
  public long requests() {
    return byStatus.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Events found in requests, retries and refused ones included. */
  public long eventsReceived() {
    return events.received();
  }

  /** Rows inserted, copies included. */
  public long rowsInserted() {
    return events.rows();
  }

  /** Events once all merges have run. */
  public long eventsStored() {
    return events.stored();
  }

  /** Of those, the ones that came as history and are old enough to cost nothing. */
  public long eventsFree() {
    return events.free();
  }

  /** Of those, the ones billed as live. */
  public long eventsBilled() {
    return events.billed();
  }

  /** Events lost behind a 200. */
  public long eventsDropped() {
    return dropped;
  }

  /** Events whose uuid had come before in the same request. */
  public long repeatedInOneRequest() {
    return repeated;
  }

  /** Most events that arrived within any one second. */
  public long mostEventsInOneSecond() {
    return peaks.events();
  }

  /** Most requests that arrived within any one second. */
  public long mostRequestsInOneSecond() {
    return peaks.requests();
  }

  /**
   * Most ingestion requests under way at once. A client that gives up on an answer and sends again
   * counts as two while the first is still being answered.
   */
  public int mostRequestsAtOnce() {
    return peaks.inFlight().getOrDefault(Traffic.ANY, 0);
  }

  /** Most requests under way at once that hold events of one distinct id. */
  public int mostAtOncePerDistinctId() {
    return peaks.inFlight().entrySet().stream()
        .filter(peak -> !peak.getKey().equals(Traffic.ANY))
        .mapToInt(Map.Entry::getValue)
        .max()
        .orElse(0);
  }

  /** Most UTC days among the events of one request. */
  public long mostDaysInOneRequest() {
    return profiles.stream().mapToLong(profile -> profile.days().size()).max().orElse(0);
  }

  /** Most partitions of the table, which are months, among the events of one request. */
  public long mostMonthsInOneRequest() {
    return profiles.stream().mapToLong(RequestProfile::months).max().orElse(0);
  }

  /** Requests that said {@code sent_at}. */
  public long requestsWithSentAt() {
    return profiles.stream().filter(RequestProfile::sentAt).count();
  }

  /** Every ingestion request, in order. */
  public List<RequestProfile> profiles() {
    return profiles;
  }

  /** The statistics as JSON; names are those of the methods in snake case. */
  ObjectNode json() {
    ObjectNode json = ExactJson.object();
    json.put("requests", requests());
    ObjectNode statuses = json.putObject("requests_by_status");
    byStatus.forEach((status, n) -> statuses.put(status.toString(), n));
    json.put("events_received", eventsReceived());
    json.put("rows_inserted", rowsInserted());
    json.put("events_stored", eventsStored());
    json.put("events_free", eventsFree());
    json.put("events_billed", eventsBilled());
    json.put("events_dropped", eventsDropped());
    json.put("repeated_in_one_request", repeatedInOneRequest());
    json.put("most_events_in_one_second", mostEventsInOneSecond());
    json.put("most_requests_in_one_second", mostRequestsInOneSecond());
    json.put("most_requests_at_once", mostRequestsAtOnce());
    json.put("most_at_once_per_distinct_id", mostAtOncePerDistinctId());
    json.put("most_days_in_one_request", mostDaysInOneRequest());
    json.put("most_months_in_one_request", mostMonthsInOneRequest());
    json.put("requests_with_sent_at", requestsWithSentAt());
    return json;
  }
}
