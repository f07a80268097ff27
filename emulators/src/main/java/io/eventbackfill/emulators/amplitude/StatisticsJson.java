package io.eventbackfill.emulators.amplitude;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.ExactJson;
import java.util.Locale;

/** {@link EmulatorStatistics} as JSON; names are those of its methods in snake case. */
final class StatisticsJson {

  private StatisticsJson() {}

  /**
   * The statistics.
   *
   * @param arrivals whether to add what grows with the number of events
   */
  static ObjectNode of(EmulatorStatistics statistics, boolean arrivals) {
    ObjectNode json = ExactJson.object();
    json.put("requests", statistics.requests());
    ObjectNode byStatus = json.putObject("requests_by_status");
    statistics.requestsByStatus().forEach((status, n) -> byStatus.put(status.toString(), n));
    json.put("events_received", statistics.eventsReceived());
    json.put("events_stored", statistics.eventsStored());
    json.put("events_blocked", statistics.eventsBlocked());
    json.put("identifies", statistics.identifies());
    json.put("duplicates_received", statistics.duplicatesReceived());
    json.put("duplicates_stored", statistics.duplicatesStored());
    json.put("order_inversions", statistics.orderInversions());
    ObjectNode complaints = json.putObject("complaints");
    for (Complaint complaint : Complaint.values()) {
      String name = complaint.name().toLowerCase(Locale.ROOT);
      complaints.put(name, statistics.complaints(complaint));
    }
    addRates(json, statistics);
    if (arrivals) {
      addArrivals(json, statistics);
    }
    return json;
  }

  private static void addRates(ObjectNode json, EmulatorStatistics statistics) {
    add(json, "most_per_device_in_one_second", statistics.mostPerDeviceInOneSecond());
    add(json, "most_per_device_in_thirty_seconds", statistics.mostPerDeviceInThirtySeconds());
    add(json, "most_per_user_in_one_second", statistics.mostPerUserInOneSecond());
    add(json, "most_per_user_in_thirty_seconds", statistics.mostPerUserInThirtySeconds());
    json.put("most_events_in_one_second", statistics.mostEventsInOneSecond());
    json.put("most_requests_in_one_second", statistics.mostRequestsInOneSecond());
    add(json, "most_in_flight_per_device", statistics.mostInFlightPerDevice());
    json.putNull("smallest_gap_after_throttle_millis");
    statistics
        .smallestGapAfterThrottle()
        .ifPresent(gap -> json.put("smallest_gap_after_throttle_millis", gap.toMillis()));
  }

  private static void addArrivals(ObjectNode json, EmulatorStatistics statistics) {
    ObjectNode order = json.putObject("arrival_order");
    statistics
        .arrivalOrder()
        .forEach(
            (device, ids) -> {
              ArrayNode list = order.putArray(device);
              ids.forEach(list::add);
            });
    ObjectNode copies = json.putObject("copies_by_insert_id");
    statistics.copiesByInsertId().forEach(copies::put);
    ArrayNode merges = json.putArray("merged_identities");
    for (MergedIdentity merge : statistics.mergedIdentities()) {
      ObjectNode row = merges.addObject();
      row.put("amplitude_id", merge.amplitudeId());
      row.put("merged_amplitude_id", merge.mergedAmplitudeId());
      row.put("merge_server_time", merge.mergeServerTime());
    }
  }

  private static void add(ObjectNode json, String name, Peak peak) {
    json.putObject(name).put("id", peak.id()).put("count", peak.count());
  }
}
