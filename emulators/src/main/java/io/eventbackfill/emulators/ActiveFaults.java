package io.eventbackfill.emulators;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A {@link FaultScript} at work: remembers which rules have matched how often and since when. Given
 * the same requests with the same numbers at the same times it decides the same. Thread-safe.
 */
public final class ActiveFaults {

  private final FaultScript script;
  private final List<Progress> progress;

  private static final class Progress {
    private final FaultRule rule;
    private long matches;
    private @Nullable Instant since;

    private Progress(FaultRule rule) {
      this.rule = rule;
    }
  }

  /** A match, with the rule that made it. */
  public record Hit(FaultRule rule) {

    public Fault fault() {
      return rule.fault();
    }
  }

  public ActiveFaults(FaultScript script) {
    this.script = script;
    this.progress = script.rules().stream().map(Progress::new).toList();
  }

  public FaultScript script() {
    return script;
  }

  /** The first rule that matches, in the order of the script; it is counted as used. */
  public synchronized Optional<Hit> next(FaultSubject subject, Instant now) {
    for (int i = 0; i < progress.size(); i++) {
      Progress candidate = progress.get(i);
      if (inForce(candidate, now) && matches(candidate.rule, i, subject)) {
        candidate.matches++;
        if (candidate.since == null) {
          candidate.since = now;
        }
        return Optional.of(new Hit(candidate.rule));
      }
    }
    return Optional.empty();
  }

  private static boolean inForce(Progress candidate, Instant now) {
    Duration lasting = candidate.rule.bounds().lasting();
    Instant since = candidate.since;
    boolean over = lasting != null && since != null && !now.isBefore(since.plus(lasting));
    return !over && candidate.matches < candidate.rule.bounds().times();
  }

  private boolean matches(FaultRule rule, int index, FaultSubject subject) {
    if (subject.wireBytes() <= rule.bounds().overBytes()) {
      return false;
    }
    FaultTrigger trigger = rule.trigger();
    if (trigger instanceof FaultTrigger.Numbers numbers) {
      return numbers.from() <= subject.number() && subject.number() <= numbers.to();
    }
    if (trigger instanceof FaultTrigger.Chance chance) {
      return draw(index, subject.number()) < chance.share();
    }
    if (trigger instanceof FaultTrigger.Key key) {
      return subject.contains(key.kind(), key.id());
    }
    return trigger instanceof FaultTrigger.Always;
  }

  /** Depends on the request's number and not on the order in which threads come by. */
  private double draw(int rule, long number) {
    long seed = script.seed() * 31 + rule;
    return new SplittableRandom(seed * 1_000_003 + number).split().nextDouble();
  }
}
