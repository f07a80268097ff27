package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.SlidingCount;
import io.eventbackfill.emulators.amplitude.Throttle.Overruns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rates and daily quotas of one project's devices and users (Batch Event Upload API, 429). The rate
 * is an average over a window; the day moves in hourly steps.
 */
final class RateLimits {

  private static final long HOUR = 3_600_000;

  private final long windowMillis;
  private final Map<String, Usage> devices = new HashMap<>();
  private final Map<String, Usage> users = new HashMap<>();
  private final SlidingCount project;

  private static final class Usage {
    private final SlidingCount window;
    private final SlidingCount day = new SlidingCount(24 * HOUR);

    private Usage(long windowMillis) {
      window = new SlidingCount(windowMillis);
    }
  }

  /** Events of a request by device and by user. */
  record Load(Map<String, Integer> devices, Map<String, Integer> users, int events) {

    static Load of(List<UploadedEvent> events) {
      Map<String, Integer> devices = new LinkedHashMap<>();
      Map<String, Integer> users = new LinkedHashMap<>();
      for (UploadedEvent event : events) {
        devices.merge(event.ids().key(), 1, Integer::sum);
        String user = event.ids().user();
        if (user != null) {
          users.merge(user, 1, Integer::sum);
        }
      }
      return new Load(devices, users, events.size());
    }
  }

  RateLimits(long windowSeconds) {
    windowMillis = Math.max(1, windowSeconds) * 1000;
    project = new SlidingCount(windowMillis);
  }

  boolean projectOver(Load load, long eventsPerSecond, long now) {
    return eventsPerSecond > 0
        && (project.at(now) + load.events()) * 1000 > eventsPerSecond * windowMillis;
  }

  /** What a request with this load would exceed. Changes nothing. */
  Throttle assess(Load load, List<UploadedEvent> events, Bounds bounds, long now) {
    Overruns rate =
        new Overruns(
            fast(load.devices(), devices, bounds, now), fast(load.users(), users, bounds, now));
    Overruns quota =
        new Overruns(
            many(load.devices(), devices, bounds, now), many(load.users(), users, bounds, now));
    List<Integer> blamed = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      if (blames(rate, events.get(i)) || blames(quota, events.get(i))) {
        blamed.add(i);
      }
    }
    return new Throttle(bounds.eventsPerSecond(), rate, quota, blamed);
  }

  /** The limits in force. */
  record Bounds(long eventsPerSecond, long eventsPerDay) {}

  /** Counts a request that was taken. */
  void accepted(Load load, long now) {
    refused(load, now);
    load.devices().forEach((id, n) -> usage(devices, id).day.add(hour(now), n));
    load.users().forEach((id, n) -> usage(users, id).day.add(hour(now), n));
  }

  /** Counts a request that was refused toward the rate, but not toward the day. */
  void refused(Load load, long now) {
    project.add(now, load.events());
    load.devices().forEach((id, n) -> usage(devices, id).window.add(now, n));
    load.users().forEach((id, n) -> usage(users, id).window.add(now, n));
  }

  private Usage usage(Map<String, Usage> usages, String id) {
    return usages.computeIfAbsent(id, name -> new Usage(windowMillis));
  }

  private Map<String, Long> fast(
      Map<String, Integer> load, Map<String, Usage> usages, Bounds bounds, long now) {
    Map<String, Long> over = new LinkedHashMap<>();
    load.forEach(
        (id, n) -> {
          long total = usage(usages, id).window.at(now) + n;
          if (total * 1000 > bounds.eventsPerSecond() * windowMillis) {
            over.put(id, total * 1000 / windowMillis);
          }
        });
    return over;
  }

  private Map<String, Long> many(
      Map<String, Integer> load, Map<String, Usage> usages, Bounds bounds, long now) {
    Map<String, Long> over = new LinkedHashMap<>();
    load.forEach(
        (id, n) -> {
          long total = usage(usages, id).day.at(hour(now)) + n;
          if (total > bounds.eventsPerDay()) {
            over.put(id, total);
          }
        });
    return over;
  }

  private static boolean blames(Overruns over, UploadedEvent event) {
    String user = event.ids().user();
    return over.devices().containsKey(event.ids().key())
        || (user != null && over.users().containsKey(user));
  }

  private static long hour(long now) {
    return Math.floorDiv(now, HOUR) * HOUR;
  }
}
