package io.eventbackfill.ledger;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class TiersTest {
  private static final long LEAST = Tiers.LEAST;

  private static List<List<Long>> toMerge(Long... sizes) {
    return Tiers.toMerge(List.of(sizes), size -> size);
  }

  @Test
  void volumesFarEnoughApartStay() {
    assertThat(toMerge(), equalTo(List.of()));
    assertThat(toMerge(1L), equalTo(List.of()));
    assertThat(toMerge(LEAST, 4 * LEAST + 1), equalTo(List.of()));
    assertThat(toMerge(16 * LEAST + 5, LEAST, 4 * LEAST + 1), equalTo(List.of()));
  }

  @Test
  void aQuarterIsMerged() {
    assertThat(toMerge(4 * LEAST, LEAST), hasSize(1));
    assertThat(toMerge(5_000_000L, 1_250_000L).get(0), containsInAnyOrder(5_000_000L, 1_250_000L));
    assertThat(toMerge(5_000_000L, 1_249_999L), equalTo(List.of()));
  }

  @Test
  void smallVolumesAreMergedWhateverTheyHold() {
    assertThat(toMerge(1L, 50_000L, 3L).get(0), containsInAnyOrder(1L, 3L, 50_000L));
  }

  /** One pass over all of them, where pair by pair would write the first ones again and again. */
  @Test
  void whatAMergeReachesIsMergedAtOnce() {
    List<List<Long>> groups = toMerge(20 * LEAST, 5 * LEAST, LEAST, LEAST);

    assertThat(groups, hasSize(1));
    assertThat(groups.get(0), containsInAnyOrder(20 * LEAST, 5 * LEAST, LEAST, LEAST));
  }

  @Test
  void largeVolumesAreNotTouchedByASmallOne() {
    assertThat(toMerge(1_000_000_000L, LEAST, LEAST), equalTo(List.of(List.of(LEAST, LEAST))));
  }

  @Test
  void aYearOfNightsEndsWithFewVolumes() {
    Random random = new Random(3);
    requireFewVolumesAndWrites(night -> 1_000_000);
    requireFewVolumesAndWrites(night -> 1);
    requireFewVolumesAndWrites(night -> 1 + random.nextInt(2_000_000));
    requireFewVolumesAndWrites(night -> 1L << random.nextInt(24));
    requireFewVolumesAndWrites(night -> night == 0 ? 1_000_000_000 : 300_000);
    requireFewVolumesAndWrites(night -> 10_000_000 / (night + 1));
    requireFewVolumesAndWrites(night -> 1 + (long) Math.pow(1.05, night));
  }

  /** As a history does it: a run's own volume is merged when the next run is added. */
  private static void requireFewVolumesAndWrites(IntToLongFunction sizes) {
    List<Long> volumes = new ArrayList<>();
    long written = 0;
    long entries = 0;
    for (int night = 0; night < 365; night++) {
      for (List<Long> group : Tiers.toMerge(volumes, size -> size)) {
        group.forEach(volumes::remove);
        long merged = group.stream().mapToLong(size -> size).sum();
        volumes.add(merged);
        written += merged;
      }
      volumes.add(sizes.applyAsLong(night));
      entries += volumes.get(volumes.size() - 1);
      assertThat(volumes.size(), lessThanOrEqualTo(8));
    }
    assertThat(written, lessThanOrEqualTo(10 * entries + 365 * 2 * LEAST));
  }
}
