package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.SlidingCount;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What arrived for each id of one kind, whatever became of it. */
final class IdTraffic {

  private static final long SECOND = 1000;
  private static final long WINDOW = 30 * SECOND;

  private final Map<String, SlidingCount> recent = new HashMap<>();
  private final Map<String, Long> throttledAt = new HashMap<>();
  private Peak inOneSecond = Peak.NONE;
  private Peak inThirtySeconds = Peak.NONE;
  private @Nullable Duration smallestGap;

  void arrived(Map<String, Integer> load, long now) {
    load.forEach(
        (id, count) -> {
          SlidingCount counts = recent.computeIfAbsent(id, name -> new SlidingCount(WINDOW));
          counts.add(now, count);
          inThirtySeconds = inThirtySeconds.orHigher(id, counts.at(now));
          inOneSecond = inOneSecond.orHigher(id, counts.since(now - SECOND));
          Long throttled = throttledAt.remove(id);
          if (throttled != null) {
            shrinkGap(Duration.ofMillis(now - throttled));
          }
        });
  }

  void throttled(Collection<String> ids, long now) {
    ids.forEach(id -> throttledAt.put(id, now));
  }

  Peak inOneSecond() {
    return inOneSecond;
  }

  Peak inThirtySeconds() {
    return inThirtySeconds;
  }

  Optional<Duration> smallestGap() {
    return Optional.ofNullable(smallestGap);
  }

  private void shrinkGap(Duration gap) {
    Duration known = smallestGap;
    if (known == null || gap.compareTo(known) < 0) {
      smallestGap = gap;
    }
  }
}
