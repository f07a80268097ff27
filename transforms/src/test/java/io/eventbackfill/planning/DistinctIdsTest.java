package io.eventbackfill.planning;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.model.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctIdsTest {
  private static final int EXACT = 64;

  @Test
  void anIdCountsOnce() {
    DistinctIds ids = ids(List.of("a", "b", "a", "日本/😀", "A"));

    assertThat(ids.count(), is(4L));
    assertThat(ids.isExact(), is(true));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 100, 5_000})
  void anyOrderAndGroupingGivesTheSameBytes(int count) {
    List<String> names = new ArrayList<>(IntStream.range(0, count).mapToObj(i -> "n" + i).toList());
    Bytes inOrder = Bytes.of(ids(names).toBytes());
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(names, new Random(seed));
      int middle = count * seed / 20;
      DistinctIds first = ids(names.subList(0, middle));
      first.merge(ids(names.subList(middle / 2, count)));

      assertThat(Bytes.of(first.toBytes()), equalTo(inOrder));
      assertThat(first.isExact(), is(count <= EXACT));
      assertThat((double) first.count(), closeTo(count, count <= EXACT ? 0 : count * 0.4));
    }
  }

  @Test
  void whatIsMergedStaysAsItIs() {
    DistinctIds other = ids(List.of("a", "b"));
    ids(List.of("c")).merge(other);

    assertThat(other.count(), is(2L));
  }

  @Test
  void bytesComeBackAsTheyWere() {
    for (int count : new int[] {0, 1, 64, 1_000}) {
      DistinctIds ids = ids(IntStream.range(0, count).mapToObj(i -> "n" + i).toList());
      DistinctIds back = DistinctIds.fromBytes(EXACT, ids.toBytes());
      assertThat(Bytes.of(back.toBytes()), equalTo(Bytes.of(ids.toBytes())));
      assertThat(
          Bytes.of(SerializableUtils.clone(ids).toBytes()), equalTo(Bytes.of(ids.toBytes())));
    }
  }

  @Test
  void bytesThatAreNoIdsAreRefused() {
    byte[] bytes = ids(List.of("a", "b", "c")).toBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(IllegalArgumentException.class, () -> DistinctIds.fromBytes(EXACT, cut));
    }
    byte[] text = Bytes.of("no ids of anyone, just some text").array();
    assertThrows(IllegalArgumentException.class, () -> DistinctIds.fromBytes(EXACT, text));
  }

  @Test
  void onlyAPowerOfTwoCanBeExact() {
    assertThrows(IllegalArgumentException.class, () -> DistinctIds.exactUpTo(100));
  }

  private static DistinctIds ids(List<String> names) {
    DistinctIds ids = DistinctIds.exactUpTo(EXACT);
    names.forEach(ids::add);
    return ids;
  }
}
