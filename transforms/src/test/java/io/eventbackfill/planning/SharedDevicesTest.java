package io.eventbackfill.planning;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.planning.SharedDevices.Shared;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SharedDevicesTest {
  private final SharedDevices shared = new SharedDevices();

  @Test
  void aDeviceOfOneUserIsNotShared() {
    shared.add(new Shared("own", 1));

    assertThat(shared.devices(), is(0L));
    assertThat(shared.most(), is(empty()));
  }

  @Test
  void thoseWithTheMostUsersAreNamedAndAllAreCounted() {
    List<Shared> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(new Shared("device-%03d".formatted(i), 2 + i % 30));
    }
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(all, new Random(seed));
      SharedDevices first = new SharedDevices();
      all.subList(0, 50).forEach(first::add);
      SharedDevices second = new SharedDevices();
      all.subList(50, 100).forEach(second::add);
      first.merge(second);

      assertThat(first.devices(), is(100L));
      assertThat(first.most().size(), is(SharedDevices.MOST_NAMED));
      assertThat(
          first.most().subList(0, 4),
          contains(
              new Shared("device-029", 31),
              new Shared("device-059", 31),
              new Shared("device-089", 31),
              new Shared("device-028", 30)));
    }
  }

  @Test
  void whatWasWrittenDownIsTakenUp() {
    SharedDevices again = SharedDevices.of(7, List.of(new Shared("a", 2)));

    assertThat(again.devices(), is(7L));
    assertThat(again.most(), equalTo(List.of(new Shared("a", 2))));
  }
}
