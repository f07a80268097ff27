package io.eventbackfill.emulators.posthog;

import io.eventbackfill.emulators.InFlight;
import io.eventbackfill.emulators.SlidingCount;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Collects what {@link PostHogStatistics} reports, and what the limits are judged by. */
final class Traffic {

  /** Stands for every request where requests under way are counted by id. */
  static final String ANY = "";

  private static final long SECOND = 1000;

  private final SlidingCount recentEvents = new SlidingCount(SECOND);
  private final SlidingCount recentRequests = new SlidingCount(SECOND);
  private final SlidingCount recentlyAccepted = new SlidingCount(SECOND);
  private final Map<Integer, Long> byStatus = new TreeMap<>();
  private final List<RequestProfile> profiles = new ArrayList<>();
  private final InFlight inFlight;
  private long received;
  private long accepted;
  private long repeated;
  private long mostEvents;
  private long mostRequests;

  Traffic(InFlight inFlight) {
    this.inFlight = inFlight;
  }

  void arrived(Submission submission, long number, Instant now) {
    List<CapturedEvent> events = submission.events();
    recentEvents.add(now.toEpochMilli(), events.size());
    recentRequests.add(now.toEpochMilli(), 1);
    mostEvents = Math.max(mostEvents, recentEvents.at(now.toEpochMilli()));
    mostRequests = Math.max(mostRequests, recentRequests.at(now.toEpochMilli()));
    received += events.size();
    Submission.Envelope envelope = submission.envelope();
    Set<LocalDate> days = new TreeSet<>();
    Set<UUID> uuids = new HashSet<>();
    for (CapturedEvent event : events) {
      Instant stored = EventTime.stored(event.timing(), envelope.sentAt(), now);
      days.add(stored.atZone(ZoneOffset.UTC).toLocalDate());
      repeated += uuids.add(event.uuid()) ? 0 : 1;
    }
    boolean sentAt = envelope.attempt() == 0 && envelope.sentAt() != null;
    profiles.add(
        new RequestProfile(number, envelope.attempt(), envelope.historical(), sentAt, days));
  }

  /** Whether so many more events are over a rate; a request that is alone never is. */
  boolean over(long eventsPerSecond, int events, Instant now) {
    long before = recentlyAccepted.at(now.toEpochMilli());
    return eventsPerSecond > 0 && before > 0 && before + events > eventsPerSecond;
  }

  void accepted(int events, Instant now) {
    recentlyAccepted.add(now.toEpochMilli(), events);
    accepted += events;
  }

  /** Events of answered requests that counted toward the quota. */
  long accepted() {
    return accepted;
  }

  void answered(int status) {
    byStatus.merge(status, 1L, Long::sum);
  }

  PostHogStatistics report(EventRows rows, int drops) {
    List<StoredEvent> merged = rows.merged();
    long billed = merged.stream().filter(StoredEvent::billed).count();
    PostHogStatistics.Events events =
        new PostHogStatistics.Events(
            received, rows.size(), merged.size(), merged.size() - billed, billed);
    PostHogStatistics.Peaks peaks =
        new PostHogStatistics.Peaks(mostEvents, mostRequests, inFlight.peaks());
    return new PostHogStatistics(
        new TreeMap<>(byStatus), events, peaks, drops, repeated, List.copyOf(profiles));
  }
}
