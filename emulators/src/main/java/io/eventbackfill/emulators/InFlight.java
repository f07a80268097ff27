package io.eventbackfill.emulators;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many requests that contain the same id are under way at once. A request is under way from the
 * arrival of its head, even though its ids are known only once it is read. Thread-safe.
 */
public final class InFlight {

  private final Map<Long, Span> open = new HashMap<>();
  private final Map<String, List<Span>> byId = new HashMap<>();
  private final Map<String, Integer> peaks = new HashMap<>();
  private long tick;

  private static final class Span {
    private final long begin;
    private long end = Long.MAX_VALUE;
    private Set<String> ids = Set.of();

    private Span(long begin) {
      this.begin = begin;
    }

    private boolean covers(long instant) {
      return begin <= instant && instant < end;
    }
  }

  /** A request begins; the ticket names it from now on. */
  public synchronized long opened() {
    long ticket = ++tick;
    open.put(ticket, new Span(ticket));
    return ticket;
  }

  /** The request turns out to be about these ids. */
  public synchronized void contains(long ticket, Collection<String> ids) {
    Span span = open.get(ticket);
    if (span == null) {
      return;
    }
    span.ids = new HashSet<>(ids);
    for (String id : span.ids) {
      List<Span> spans = byId.computeIfAbsent(id, key -> new ArrayList<>(1));
      spans.add(span);
      peaks.merge(id, peak(spans), Math::max);
    }
  }

  /** The request is over; later calls for the same ticket do nothing. */
  public synchronized void closing(long ticket) {
    Span span = open.remove(ticket);
    if (span == null) {
      return;
    }
    span.end = ++tick;
    long oldest = open.values().stream().mapToLong(other -> other.begin).min().orElse(tick);
    for (String id : span.ids) {
      List<Span> spans = byId.get(id);
      if (spans != null) {
        spans.removeIf(other -> other.end <= oldest);
        if (spans.isEmpty()) {
          byId.remove(id);
        }
      }
    }
  }

  /** The most requests at once, by id. */
  public synchronized Map<String, Integer> peaks() {
    return new HashMap<>(peaks);
  }

  /** Forgets the peaks, not what is under way. */
  public synchronized void forget() {
    byId.clear();
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
