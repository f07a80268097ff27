package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.Connection;
import io.eventbackfill.emulators.HttpAnswer;
import io.eventbackfill.emulators.InFlight;
import io.eventbackfill.emulators.amplitude.EmulatorStatistics.Counts;
import io.eventbackfill.emulators.amplitude.EmulatorStatistics.Peaks;
import io.eventbackfill.emulators.amplitude.EmulatorStatistics.Rates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects what {@link EmulatorStatistics} reports. */
final class Traffic {

  private final IdTraffic devices = new IdTraffic();
  private final IdTraffic users = new IdTraffic();
  private final IdTraffic project = new IdTraffic();
  private final IdTraffic requests = new IdTraffic();
  private final Map<Integer, Long> byStatus = new TreeMap<>();
  private final Map<Complaint, Long> complaints = new EnumMap<>(Complaint.class);
  private final Map<String, Long> newestTime = new HashMap<>();
  private final Map<Count, Long> counts = new EnumMap<>(Count.class);

  /** Plain counters. */
  enum Count {
    RECEIVED,
    STORED,
    DUPLICATE,
    STORED_AGAIN,
    BLOCKED,
    IDENTIFY,
    INVERSION
  }

  void arrived(Upload upload, RateLimits.Load load, long now) {
    devices.arrived(load.devices(), now);
    users.arrived(load.users(), now);
    project.arrived(Map.of("project", load.events()), now);
    requests.arrived(Map.of("project", 1), now);
    counts.merge(Count.RECEIVED, (long) load.events(), Long::sum);
    if (!upload.wire().json()) {
      complain(Complaint.REQUEST_WITHOUT_JSON_CONTENT_TYPE);
    }
    if (upload.envelope().clientUploadTime() != null) {
      complain(Complaint.REQUEST_WITH_CLIENT_UPLOAD_TIME);
    }
    upload.events().forEach(this::inspect);
  }

  private void inspect(UploadedEvent event) {
    String insertId = event.labels().insertId();
    if (event.labels().time() == null) {
      complain(Complaint.EVENT_WITHOUT_TIME);
    }
    if (insertId == null || insertId.isEmpty()) {
      complain(Complaint.EVENT_WITHOUT_INSERT_ID);
    }
    if (event.traits().remoteIp()) {
      complain(Complaint.EVENT_WITH_REMOTE_IP);
    }
  }

  void complain(Complaint complaint) {
    complaints.merge(complaint, 1L, Long::sum);
  }

  void count(Count what) {
    counts.merge(what, 1L, Long::sum);
  }

  void stored(UploadedEvent event, boolean again) {
    count(Count.STORED);
    Long time = event.labels().time();
    if (again) {
      count(Count.STORED_AGAIN);
    } else if (time != null) {
      Long newest = newestTime.get(event.ids().key());
      if (newest != null && time < newest) {
        count(Count.INVERSION);
      } else {
        newestTime.put(event.ids().key(), time);
      }
    }
  }

  /** Notes an answer; its body, if it arrives whole, tells which ids to hold back. */
  void answered(HttpAnswer answer, long now) {
    byStatus.merge(answer.status(), 1L, Long::sum);
    boolean whole = answer.connection() == Connection.COMPLETE;
    ThrottledIds.in(answer.status(), whole ? answer.body() : new byte[0])
        .ifPresent(
            ids -> {
              devices.throttled(ids.devices(), now);
              users.throttled(ids.users(), now);
            });
  }

  EmulatorStatistics report(
      Collection<StoredEvent> stored, InFlight inFlight, List<MergedIdentity> merges) {
    Rates rates =
        new Rates(
            new Peaks(devices.inOneSecond(), devices.inThirtySeconds()),
            new Peaks(users.inOneSecond(), users.inThirtySeconds()),
            project.inOneSecond().count(),
            requests.inOneSecond().count());
    Counts numbers = new Counts(new TreeMap<>(byStatus), copy(counts), copy(complaints));
    Peak flights = Peak.NONE;
    for (Map.Entry<String, Integer> peak : inFlight.peaks().entrySet()) {
      flights = flights.orHigher(peak.getKey(), peak.getValue());
    }
    return new EmulatorStatistics(
        new ArrayList<>(stored),
        numbers,
        rates,
        new EmulatorStatistics.Behaviour(flights, devices.smallestGap(), users.smallestGap()),
        List.copyOf(merges));
  }

  private static <K extends Enum<K>> Map<K, Long> copy(Map<K, Long> map) {
    return map.isEmpty() ? Map.of() : new EnumMap<>(map);
  }
}
