package io.eventbackfill.pipeline;

import io.eventbackfill.steps.TallyName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes figures for people of a run's counters, from what they were and what they are. */
final class Progress {
  /** The rate of the moment: limits are averages of so long, which come in bursts. */
  private static final Duration MOMENT = Duration.ofSeconds(30);

  /** What is left is told from this long. */
  private static final Duration FORESIGHT = Duration.ofMinutes(1);

  /** The first moments of a phase tell nothing. */
  private static final Duration LEAST = Duration.ofSeconds(5);

  private final long bytesToRead;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private final Bottleneck.Finder bottlenecks = new Bottleneck.Finder();
  private Phase phase = Phase.READING;
  private Sample begun;
  private Sample latest;

  /** What a run does; nothing is sent before all rows are mapped. */
  enum Phase {
    READING("reading"),
    GROUPING("grouping"),
    SENDING("sending"),
    WRITING("writing the results");

    private final String word;

    Phase(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** How much was done by then: of what is known to be all, and in rows or events. */
  private record Sample(Instant at, long work, long count) {
    static double rate(long more, Sample from, Sample to) {
      return more / Math.max(1e-3, Duration.between(from.at, to.at).toNanos() / 1e9);
    }
  }

  /**
   * A run at one moment.
   *
   * @param phase what it does
   * @param share how much of it is done, from 0 to 1; empty if that can't be told
   * @param count rows read, or events settled
   * @param total events in all; 0 while that is not known
   * @param ended rows and events by what became of them, and those held
   * @param perSecond rows or events a second, in the last half minute
   * @param average the same since the phase began
   * @param bottleneck what holds the run up
   * @param left how long the phase will last
   * @param at when
   */
  record Look(
      Phase phase,
      OptionalDouble share,
      long count,
      long total,
      Ended ended,
      double perSecond,
      double average,
      Bottleneck bottleneck,
      Optional<Duration> left,
      Instant at) {}

  /** Rows and events by what became of them; held ones wait for their device or user. */
  record Ended(long accepted, long held, long deferred, long rejected, long skipped) {
    static Ended of(Counts counts) {
      return new Ended(
          counts.of(TallyName.ACCEPTED),
          counts.of(TallyName.HELD),
          counts.of(TallyName.MAP_DEFERRED) + counts.of(TallyName.DEFERRED),
          counts.of(TallyName.READ_REJECTED)
              + counts.of(TallyName.MAP_REJECTED)
              + counts.of(TallyName.REJECTED),
          counts.of(TallyName.READ_SKIPPED)
              + counts.of(TallyName.MAP_SKIPPED)
              + counts.of(TallyName.SKIPPED));
    }
  }

  /** A run's counters, by {@link TallyName#code}. */
  record Counts(Map<String, Long> byName) {
    long of(TallyName name) {
      return byName.getOrDefault(name.code(), 0L);
    }

    long settled() {
      return of(TallyName.ACCEPTED)
          + of(TallyName.REJECTED)
          + of(TallyName.DEFERRED)
          + of(TallyName.SKIPPED);
    }

    private boolean isSending() {
      return settled() > 0
          || of(TallyName.REQUESTS) > 0
          || Bottleneck.waits().stream().anyMatch(wait -> of(wait.millis()) > 0);
    }
  }

  /**
   * A run that begins.
   *
   * @param bytesToRead the size of its files; 0 if that is not known
   */
  Progress(Instant at, long bytesToRead) {
    this.bytesToRead = bytesToRead;
    this.begun = new Sample(at, 0, 0);
    this.latest = begun;
  }

  /** How far the run is with these counts, which are those of this time. */
  Look look(Instant at, Map<String, Long> byName) {
    Counts counts = new Counts(new TreeMap<>(byName));
    Phase now = phase(counts);
    boolean sends = now.compareTo(Phase.SENDING) >= 0;
    Sample sample =
        new Sample(
            at,
            sends ? counts.settled() : counts.of(TallyName.READ_BYTES),
            sends ? counts.settled() : counts.of(TallyName.READ_ROWS));
    if (sends && phase.compareTo(Phase.SENDING) < 0) {
      begin(new Sample(latest.at(), 0, 0), sample);
    }
    phase = now;
    latest = sample;
    samples.add(sample);
    while (samples.size() > 2 && isOlder(samples.getFirst(), FORESIGHT, at)) {
      samples.removeFirst();
    }
    return new Look(
        now,
        share(now, counts),
        sample.count(),
        counts.of(TallyName.MAP_EVENTS),
        Ended.of(counts),
        perSecond(sample),
        Sample.rate(sample.count() - begun.count(), begun, sample),
        bottlenecks.find(now, at, counts),
        left(sample, total(now, counts)),
        at);
  }

  /** Sending began at some time since the look before; the time of reading is not its own. */
  private void begin(Sample before, Sample first) {
    samples.clear();
    begun = first.work() > 0 ? before : first;
  }

  private Phase phase(Counts counts) {
    long events = counts.of(TallyName.MAP_EVENTS);
    if (counts.isSending()) {
      return events > 0 && counts.settled() >= events ? Phase.WRITING : Phase.SENDING;
    }
    boolean all = bytesToRead > 0 && counts.of(TallyName.READ_BYTES) >= bytesToRead;
    return all ? Phase.GROUPING : Phase.READING;
  }

  private long total(Phase now, Counts counts) {
    return now.compareTo(Phase.SENDING) < 0 ? bytesToRead : counts.of(TallyName.MAP_EVENTS);
  }

  private OptionalDouble share(Phase now, Counts counts) {
    long total = total(now, counts);
    long done =
        now.compareTo(Phase.SENDING) < 0 ? counts.of(TallyName.READ_BYTES) : counts.settled();
    return total > 0
        ? OptionalDouble.of(Math.min(1, (double) done / total))
        : OptionalDouble.empty();
  }

  private double perSecond(Sample now) {
    @Nullable Sample from = null;
    for (Sample sample : samples) {
      if (from == null || isOlder(sample, MOMENT, now.at())) {
        from = sample;
      }
    }
    Sample first = from == null || samples.size() < 2 ? begun : from;
    return Sample.rate(now.count() - first.count(), first, now);
  }

  private Optional<Duration> left(Sample now, long total) {
    Sample from = samples.getFirst();
    double rate = Sample.rate(now.work() - from.work(), from, now);
    boolean tells = !now.at().isBefore(from.at().plus(LEAST));
    return tells && rate > 0 && total > now.work()
        ? Optional.of(Duration.ofMillis((long) (1000 * (total - now.work()) / rate)))
        : Optional.empty();
  }

  private static boolean isOlder(Sample sample, Duration age, Instant now) {
    return sample.at().plus(age).isBefore(now);
  }
}
