package io.eventbackfill.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventbackfill.benchmarks.Population.Member;
import io.eventbackfill.model.QueuedEvent;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final int EVENTS = 100_000;

  @Test
  void uniformDevicesAreAlike() {
    Map<String, Integer> counts = Workload.of(Shape.UNIFORM, EVENTS).byDevice();

    assertThat(counts.keySet(), hasSize(1000));
    // 100 each on average, with a deviation of 10.
    assertThat(Collections.min(counts.values()), is(greaterThan(50)));
    assertThat(Collections.max(counts.values()), is(lessThan(150)));
  }

  @Test
  void zipfFallsWithTheRank() {
    Map<String, Integer> counts = Workload.of(Shape.ZIPF, EVENTS).byDevice();

    // The sum of 1/n over 10,000 devices is 9.7876.
    assertThat((double) counts.get("device-00001"), is(closeTo(EVENTS / 9.7876, 400)));
    assertThat((double) counts.get("device-00002"), is(closeTo(EVENTS / 9.7876 / 2, 300)));
    assertThat((double) counts.get("device-00100"), is(closeTo(EVENTS / 9.7876 / 100, 45)));
  }

  @Test
  void aHotDeviceHasAFifthAndIsOneUsers() {
    Workload workload = Workload.of(Shape.HOT, EVENTS);

    assertThat((double) workload.byDevice().get("hot-device-00000"), is(closeTo(20_000, 600)));
    assertThat(workload.byDevice().keySet(), hasSize(1001));
    assertThat(workload.byUser().get("hot-user"), is(workload.byDevice().get("hot-device-00000")));
  }

  @Test
  void aHotUserHasManyDevices() {
    Workload workload = Workload.of(Population.hotUser(0.5, 50, 100), EVENTS);

    assertThat((double) workload.byUser().get("hot-user"), is(closeTo(50_000, 800)));
    assertThat((double) workload.byDevice().get("hot-device-00049"), is(closeTo(1000, 170)));
  }

  @Test
  void weightsMayBeGiven() {
    Population two =
        Population.of(List.of(new Member("d-one", "u-one", 3), new Member("d-two", "u-two", 1)));

    assertThat((double) Workload.of(two, EVENTS).byDevice().get("d-one"), is(closeTo(75_000, 700)));
    assertThrows(IllegalArgumentException.class, () -> Population.of(List.of()));
    assertThrows(
        IllegalArgumentException.class, () -> Population.of(List.of(new Member("d", "u", 0))));
  }

  @Test
  void eventsHaveTheirSizeAndGrowingTimesOfOneYear() {
    List<QueuedEvent> events = Workload.of(Shape.UNIFORM, 1000).withBytes(700).events();

    long last = Instant.parse("2024-12-31T23:59:59.999Z").toEpochMilli();
    for (QueuedEvent event : events) {
      assertThat(event.body().length(), is(700));
      assertThat(event.time().millis(), is(greaterThan(last)));
      last = event.time().millis();
    }
    assertThat(
        Instant.ofEpochMilli(last),
        is(
            allOf(
                greaterThan(Instant.parse("2025-12-31T00:00:00Z")),
                lessThan(Instant.parse("2026-01-01T00:00:00Z")))));
  }

  @Test
  void theBodySaysWhatTheEventIs() throws Exception {
    Workload workload = Workload.of(Shape.UNIFORM, 1000).withPoison(n -> n == 7);
    QueuedEvent event = workload.event(7);
    JsonNode body = new ObjectMapper().readTree(event.body().array());

    assertThat(body.get("insert_id").asText(), is(event.identity()));
    assertThat(body.get("device_id").asText(), is(event.who().device()));
    assertThat(body.get("user_id").asText(), is(event.who().user()));
    assertThat(body.get("time").asLong(), is(event.time().millis()));
    assertThat(body.get("session_id").isTextual(), is(true));
    assertThat(workload.poisoned(), is(1));
    JsonNode other = new ObjectMapper().readTree(workload.event(8).body().array());
    assertThat(other.has("session_id"), is(false));
  }

  @Test
  void theSeedDecides() {
    Workload workload = Workload.of(Shape.ZIPF, 1000);

    assertThat(workload.events(), is(equalTo(Workload.of(Shape.ZIPF, 1000).events())));
    assertThat(workload.withSeed(2).events(), is(not(equalTo(workload.events()))));
  }

  @Test
  void successiveEventsAreOfOneDevice() {
    Workload workload = Workload.of(Shape.HOT, 5000);
    List<Integer> numbers = workload.successive(100, 3);

    assertThat(
        numbers.stream().map(n -> workload.member(n).device()).distinct().toList(),
        contains(workload.member(100).device()));
    assertThat(numbers.get(0), is(100));
    assertThat(numbers, hasSize(3));
  }

  @Test
  void aLaneHasAllOfADevice() {
    List<List<QueuedEvent>> lanes = Workload.of(Shape.UNIFORM, 5000).lanes(8);

    assertThat(lanes.stream().mapToInt(List::size).sum(), is(5000));
    long keys =
        lanes.stream()
            .mapToLong(l -> l.stream().map(QueuedEvent::orderKey).distinct().count())
            .sum();
    assertThat(keys, is((long) Workload.of(Shape.UNIFORM, 5000).byDevice().size()));
  }
}
