package io.eventbackfill.pipeline;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Makes one line of a run's counters, from what they were and what they are. */
final class Progress {
  /** What is left is told from this long: limits are averages of 30 s, which come in bursts. */
  private static final Duration AVERAGED = Duration.ofMinutes(1);

  /** The first moments of sending tell nothing. */
  private static final Duration LEAST = Duration.ofSeconds(5);

  /** What lanes wait for, the worst first, with words for it. */
  private enum Wait {
    OUTAGE("sending again after errors"),
    THROTTLED("paused by the destination"),
    PACED("held back by the rate");

    private final String words;
    private final String name = name().toLowerCase(Locale.ROOT);

    Wait(String words) {
      this.words = words;
    }

    String lanes() {
      return "deliver/lanes-" + name;
    }

    String millis() {
      return "deliver/millis-" + name;
    }
  }

  private record Sample(long nanos, long settled) {}

  private final Deque<Sample> samples = new ArrayDeque<>();
  private Map<String, Long> last = Map.of();

  /** A run that begins at this time. */
  Progress(long nanos) {
    samples.add(new Sample(nanos, 0));
  }

  /** The line for these counts, which are those of this time. */
  String line(long nanos, Map<String, Long> counts) {
    Sample now = new Sample(nanos, settled(counts));
    long perSecond = Math.round(rate(samples.getLast(), now));
    if (!isSending(last)) {
      samples.clear();
    }
    samples.add(now);
    while (samples.size() > 2 && nanos - samples.getFirst().nanos() > AVERAGED.toNanos()) {
      samples.removeFirst();
    }
    String line =
        (isSending(counts) ? sent(counts, now) : read(counts))
            + outcomes(counts)
            + String.format(Locale.ROOT, " | %,d events/s", perSecond)
            + waits(counts);
    last = new TreeMap<>(counts);
    return line;
  }

  private static String read(Map<String, Long> counts) {
    return String.format(
        Locale.ROOT,
        "read %,d rows of %,d files",
        count(counts, "read/rows"),
        count(counts, "read/files"));
  }

  /** Nothing is sent before all rows are mapped, so the events are all known. */
  private String sent(Map<String, Long> counts, Sample now) {
    long events = count(counts, "map/events");
    long left = events - now.settled();
    double rate = rate(samples.getFirst(), now);
    boolean tells = now.nanos() - samples.getFirst().nanos() >= LEAST.toNanos();
    String estimate = tells && left > 0 && rate > 0 ? ", about " + time(left / rate) + " left" : "";
    return String.format(Locale.ROOT, "%,d of %,d events%s", now.settled(), events, estimate);
  }

  private static String outcomes(Map<String, Long> counts) {
    return String.format(
        Locale.ROOT,
        " | accepted %,d | rejected %,d | deferred %,d | skipped %,d",
        count(counts, "deliver/events-accepted"),
        count(counts, "read/rows-rejected")
            + count(counts, "map/rows-rejected")
            + count(counts, "deliver/events-rejected"),
        count(counts, "deliver/events-deferred"),
        count(counts, "read/rows-skipped")
            + count(counts, "map/rows-skipped")
            + count(counts, "deliver/events-skipped"));
  }

  /** What most lanes wait for; if none does just now, what they waited for most. */
  private String waits(Map<String, Long> counts) {
    long events = count(counts, "map/events");
    if (events > 0 && settled(counts) >= events) {
      return " | writing the results";
    }
    Wait most = null;
    long lanes = 0;
    long millis = 0;
    for (Wait wait : Wait.values()) {
      long waiting = count(counts, wait.lanes());
      long waited = count(counts, wait.millis()) - count(last, wait.millis());
      if (waiting > lanes || (waiting == lanes && waited > millis)) {
        most = wait;
        lanes = waiting;
        millis = waited;
      }
    }
    return most == null ? "" : " | " + most.words;
  }

  private static String time(double seconds) {
    if (seconds < 90) {
      return Math.max(1, Math.round(seconds)) + " s";
    }
    if (seconds < Duration.ofHours(3).toSeconds()) {
      return Math.round(seconds / 60) + " min";
    }
    double hours = seconds / 3600;
    return hours < 48 ? Math.round(hours) + " h" : Math.round(hours / 24) + " days";
  }

  private static double rate(Sample from, Sample to) {
    double seconds = Math.max(1e-3, (to.nanos() - from.nanos()) / 1e9);
    return (to.settled() - from.settled()) / seconds;
  }

  private static boolean isSending(Map<String, Long> counts) {
    return settled(counts) > 0
        || List.of(Wait.values()).stream().anyMatch(wait -> count(counts, wait.millis()) > 0)
        || count(counts, "deliver/requests") > 0;
  }

  private static long settled(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("deliver/events-"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static long count(Map<String, Long> counts, String name) {
    return counts.getOrDefault(name, 0L);
  }
}
