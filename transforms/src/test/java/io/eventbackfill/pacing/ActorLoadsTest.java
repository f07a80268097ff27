package io.eventbackfill.pacing;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.model.Actor;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event.Who;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActorLoadsTest {
  private static final int LIGHT = 200_000;
  private static final int HEAVY = 100_000;
  private static final Actor HEAVIEST = Actor.device("heavy");

  @Test
  void withinItsCapacityEveryCountIsExact() {
    ActorLoads loads = ActorLoads.empty();
    for (int i = 0; i < ActorLoads.MAX_ACTORS; i++) {
      for (int events = 0; events <= i % 3; events++) {
        loads.add(device("device-" + i));
      }
    }

    Map<Actor, Long> lower = loads.over(0);
    for (int i = 0; i < ActorLoads.MAX_ACTORS; i++) {
      Actor actor = Actor.device("device-" + i);
      long count = 1L + i % 3;
      assertThat(lower.get(actor), equalTo(count));
      assertThat(loads.mayExceed(actor, count - 1), is(true));
      assertThat(loads.mayExceed(actor, count), is(false));
    }
    requireBetween(loads, Actor.device("another"), 0, 0);
    assertThat(loads.over(2).size(), equalTo(ActorLoads.MAX_ACTORS / 3));
    assertThat(loads.over(3), equalTo(Map.of()));
  }

  @Test
  void anEventCountsForItsDeviceAndItsUser() {
    ActorLoads loads = ActorLoads.empty();
    loads.add(new Who("device", "user", "merged"));
    loads.add(new Who(null, "user", null));
    loads.add(new Who(null, null, "merged"));

    assertThat(loads.over(0), equalTo(Map.of(Actor.device("device"), 1L, Actor.user("user"), 2L)));
  }

  @Test
  void aDeviceAndAUserOfOneNameAreTwo() {
    ActorLoads loads = ActorLoads.empty();
    loads.add(new Who("same", "same", null));
    loads.add(device("same"));

    assertThat(loads.over(0), equalTo(Map.of(Actor.device("same"), 2L, Actor.user("same"), 1L)));
    assertThat(loads.mayExceed(Actor.user("same"), 1), is(false));
    assertThat(loads.mayExceed(Actor.device("same"), 1), is(true));
  }

  @Test
  void oneHeavyDeviceAmongManyLightOnesIsFound() {
    ActorLoads loads = ActorLoads.empty();
    shuffledEvents().forEach(loads::add);

    requireFindsTheHeavyOne(loads);
  }

  /** Parts of every size: some are exact, some have forgotten everything they ever saw. */
  @ParameterizedTest
  @MethodSource("orders")
  void partsGiveTheSameGuaranteesInWhateverOrder(UnaryOperator<List<ActorLoads>> order) {
    List<ActorLoads> parts = new ArrayList<>();
    List<Who> events = shuffledEvents();
    int size = 1;
    for (int from = 0; from < events.size(); from += size) {
      size = size * 3 % 70_001;
      ActorLoads part = ActorLoads.empty();
      events.subList(from, Math.min(from + size, events.size())).forEach(part::add);
      parts.add(part);
    }

    ActorLoads whole = ActorLoads.empty();
    order.apply(parts).forEach(whole::merge);

    requireFindsTheHeavyOne(whole);
  }

  static Stream<UnaryOperator<List<ActorLoads>>> orders() {
    return Stream.of(
        parts -> parts,
        parts -> {
          List<ActorLoads> reversed = new ArrayList<>(parts);
          Collections.reverse(reversed);
          return reversed;
        },
        parts -> parts.stream().map(part -> ActorLoads.fromBytes(part.toBytes())).toList(),
        parts -> {
          ActorLoads half = ActorLoads.empty();
          parts.subList(0, parts.size() / 2).forEach(half::merge);
          List<ActorLoads> rest = new ArrayList<>(parts.subList(parts.size() / 2, parts.size()));
          rest.add(half);
          return rest;
        });
  }

  @Test
  void mergingWithinTheCapacityIsAdding() {
    ActorLoads left = ActorLoads.empty();
    ActorLoads right = ActorLoads.empty();
    left.add(device("a"));
    right.add(device("a"));
    right.add(device("b"));
    byte[] before = right.toBytes();

    left.merge(right);

    assertThat(left.over(0), equalTo(Map.of(Actor.device("a"), 2L, Actor.device("b"), 1L)));
    assertThat(Bytes.of(right.toBytes()), equalTo(Bytes.of(before)));
  }

  /** The sketch calls itself empty then, and gives neither others nor its bytes what it knows. */
  @Test
  void whatHasForgottenAllOfItsActorsIsNotEmpty() {
    ActorLoads forgetful = forgetful();
    ActorLoads merged = ActorLoads.empty();
    merged.merge(forgetful);
    ActorLoads mergedAgain = ActorLoads.empty();
    mergedAgain.merge(merged);

    for (ActorLoads loads :
        List.of(forgetful, merged, mergedAgain, ActorLoads.fromBytes(forgetful.toBytes()))) {
      assertThat(loads.isEmpty(), is(false));
      assertThat(loads.over(0), equalTo(Map.of()));
      requireBetween(loads, Actor.device("device-0"), 0, 1);
    }
  }

  @Test
  void bytesComeBackAsTheyWere() {
    ActorLoads loads = ActorLoads.empty();
    shuffledEvents().forEach(loads::add);
    loads.add(new Who("日本/😀", "", null));
    byte[] bytes = loads.toBytes();

    for (ActorLoads back : List.of(ActorLoads.fromBytes(bytes), SerializableUtils.clone(loads))) {
      assertThat(Bytes.of(back.toBytes()), equalTo(Bytes.of(bytes)));
      assertThat(back.over(0), equalTo(loads.over(0)));
      requireFindsTheHeavyOne(back);
    }
  }

  @Test
  void equalBoundsHaveEqualBytesWhateverTheOrder() {
    ActorLoads up = ActorLoads.empty();
    ActorLoads down = ActorLoads.empty();
    for (int i = 0; i < 5_000; i++) {
      up.add(device("device-" + i));
      down.add(device("device-" + (4_999 - i)));
    }

    assertThat(Bytes.of(up.toBytes()), equalTo(Bytes.of(down.toBytes())));
  }

  @Test
  void nothingComesBackAsNothing() {
    ActorLoads back = ActorLoads.fromBytes(ActorLoads.empty().toBytes());

    assertThat(back.isEmpty(), is(true));
    assertThat(back.mayExceed(HEAVIEST, 0), is(false));
    back.add(device("a"));
    assertThat(back.isEmpty(), is(false));
  }

  @Test
  void bytesThatEndTooEarlyOrTooLateAreRefused() {
    byte[] bytes = two("d:a", "u:a");
    for (int length = 0; length < bytes.length; length++) {
      requireRefused(Arrays.copyOf(bytes, length));
    }
    requireRefused(Arrays.copyOf(bytes, bytes.length + 1));
  }

  @Test
  void garbageIsRefused() {
    requireRefused(Bytes.of("no loads of anyone, just some text").array());
    requireRefused(two("d:a", "x:a"));
    requireRefused(two("u:a", "d:a"));
    requireRefused(two("d:a", "d:a"));
    requireRefused(changed(0, 0x80));
    requireRefused(changed(8, 0x80));
    requireRefused(changed(9, 0x01));
    requireRefused(changed(12, 0x80));
    requireRefused(changed(12, 0x7F));
    requireRefused(changed(18, 0xFF));
    requireRefused(changed(19, 0x80));
    requireRefused(changed(26, 0x00));
  }

  private static void requireRefused(byte[] bytes) {
    assertThrows(IllegalArgumentException.class, () -> ActorLoads.fromBytes(bytes));
  }

  /** Two actors of one event each, under three-letter names. */
  private static byte[] two(String first, String second) {
    ByteBuffer out = ByteBuffer.allocate(42);
    out.putLong(0).putInt(2);
    for (String name : List.of(first, second)) {
      out.putInt(3).put(Bytes.of(name).array()).putLong(1);
    }
    return out.array();
  }

  private static byte[] changed(int at, int value) {
    byte[] bytes = two("d:a", "u:a");
    bytes[at] = (byte) value;
    return bytes;
  }

  /** Exactly as many devices as make the sketch forget all of them. */
  private static ActorLoads forgetful() {
    ActorLoads loads = ActorLoads.empty();
    for (int i = 0; i <= ActorLoads.MAX_ACTORS; i++) {
      loads.add(device("device-" + i));
    }
    return loads;
  }

  /**
   * Light devices with one to three events each, and one heavy one, in an arbitrary fixed order.
   */
  private static List<Who> shuffledEvents() {
    List<Who> events = new ArrayList<>(Collections.nCopies(HEAVY, device(HEAVIEST.id())));
    for (int i = 0; i < LIGHT; i++) {
      events.addAll(Collections.nCopies(1 + i % 3, device("light-" + i)));
    }
    Collections.shuffle(events, new Random(7));
    return events;
  }

  /** On both sides of where the sketch can tell nobody from anybody. */
  @Test
  void whoeverAsksForEveryEventIsToldTheSame() {
    ActorLoads loads = ActorLoads.empty();
    for (int i = 0; i < 3 * ActorLoads.MAX_ACTORS; i++) {
      loads.add(device("device-" + i % (i % 7 == 0 ? 3 : 2 * ActorLoads.MAX_ACTORS)));
    }
    for (long events : new long[] {0, 1, 2, 5, 100, 1_000, 5_000, 1_000_000}) {
      Predicate<Actor> mayExceed = loads.mayExceed(events);
      for (String id : List.of("device-0", "device-2", "device-99", "device-40000", "nobody")) {
        Actor actor = Actor.device(id);
        assertThat(mayExceed.test(actor), is(loads.mayExceed(actor, events)));
      }
    }
    assertThat(loads.mayExceed(100).test(Actor.device("device-0")), is(true));
    assertThat(loads.mayExceed(100).test(Actor.device("device-99")), is(false));
  }

  private static void requireFindsTheHeavyOne(ActorLoads loads) {
    long distance = (long) (3.5 * (HEAVY + 2 * LIGHT) / ActorLoads.MAX_MAP_SIZE);
    requireBetween(loads, HEAVIEST, HEAVY - distance, HEAVY + distance);
    assertThat(loads.mayExceed(HEAVIEST, HEAVY - 1), is(true));
    assertThat(loads.over(HEAVY), equalTo(Map.of()));
    for (long events : new long[] {3, distance, HEAVY / 2}) {
      assertThat(loads.over(events).keySet(), equalTo(Set.of(HEAVIEST)));
    }
    for (int i = 0; i < LIGHT; i++) {
      Actor light = Actor.device("light-" + i);
      assertThat(loads.mayExceed(light, i % 3), is(true));
      assertThat(loads.mayExceed(light, 3 + distance), is(false));
    }
  }

  /** That both bounds lie there: the lower as told, the upper as asked for. */
  private static void requireBetween(ActorLoads loads, Actor actor, long from, long to) {
    if (from > 0) {
      assertThat(
          loads.over(0).get(actor), is(both(greaterThan(from - 1)).and(lessThanOrEqualTo(to))));
      assertThat(loads.mayExceed(actor, from - 1), is(true));
    }
    assertThat(loads.mayExceed(actor, to), is(false));
  }

  private static Who device(String id) {
    return new Who(id, null, null);
  }
}
