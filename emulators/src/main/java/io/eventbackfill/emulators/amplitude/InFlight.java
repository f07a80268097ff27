package io.eventbackfill.emulators.amplitude;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many requests that contain the same device are under way at once. A request is under way from
 * the arrival of its head, even though its devices are known only once it is read.
 */
final class InFlight {

  private final Map<Long, Span> open = new HashMap<>();
  private final Map<String, List<Span>> byDevice = new HashMap<>();
  private final Map<String, Integer> peaks = new HashMap<>();
  private long tick;

  private static final class Span {
    private final long begin;
    private long end = Long.MAX_VALUE;
    private Set<String> devices = Set.of();

    private Span(long begin) {
      this.begin = begin;
    }

    private boolean covers(long instant) {
      return begin <= instant && instant < end;
    }
  }

  synchronized long opened() {
    long ticket = ++tick;
    open.put(ticket, new Span(ticket));
    return ticket;
  }

  synchronized void contains(long ticket, Collection<String> devices) {
    Span span = open.get(ticket);
    if (span == null) {
      return;
    }
    span.devices = new HashSet<>(devices);
    for (String device : span.devices) {
      List<Span> spans = byDevice.computeIfAbsent(device, id -> new ArrayList<>(1));
      spans.add(span);
      peaks.merge(device, peak(spans), Math::max);
    }
  }

  synchronized void closing(long ticket) {
    Span span = open.remove(ticket);
    if (span == null) {
      return;
    }
    span.end = ++tick;
    long oldest = open.values().stream().mapToLong(other -> other.begin).min().orElse(tick);
    for (String device : span.devices) {
      List<Span> spans = byDevice.get(device);
      if (spans != null) {
        spans.removeIf(other -> other.end <= oldest);
        if (spans.isEmpty()) {
          byDevice.remove(device);
        }
      }
    }
  }

  synchronized Map<String, Integer> peaks() {
    return new HashMap<>(peaks);
  }

  synchronized void forget() {
    byDevice.clear();
    peaks.clear();
  }

  /** The most spans that cover one instant; such an instant is the beginning of one of them. */
  private static int peak(List<Span> spans) {
    int most = 0;
    for (Span candidate : spans) {
      int covering = 0;
      for (Span span : spans) {
        covering += span.covers(candidate.begin) ? 1 : 0;
      }
      most = Math.max(most, covering);
    }
    return most;
  }
}
