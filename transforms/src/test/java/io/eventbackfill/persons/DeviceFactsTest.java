package io.eventbackfill.persons;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.eventbackfill.model.Event.EventTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeviceFactsTest {
  private final DeviceFacts facts = new DeviceFacts();

  @Test
  void theFirstUserIsTheEarliestAndOfEqualTimesTheOneWithTheSmallestId() {
    facts.seenWith(new Sighting("c", 5));
    facts.seenWith(new Sighting("b", 5));
    facts.seenWith(new Sighting("a", 6));

    assertThat(facts.firstUser(), is(new Sighting("b", 5)));
    assertThat(facts.users(), is(3L));
    assertThat(facts.micros(), is(5L));
  }

  @Test
  void whoIsSeenAgainIsOneUser() {
    facts.seenWith(new Sighting("a", 5));
    facts.seenWith(new Sighting("a", 3));

    assertThat(facts.firstUser(), is(new Sighting("a", 3)));
    assertThat(facts.users(), is(1L));
    assertThat(facts.severalUsers(), is(nullValue()));
  }

  @Test
  void nobodyIsNoUser() {
    facts.seenAs(7, null);

    assertThat(facts.users(), is(0L));
    assertThat(facts.firstUser(), is(nullValue()));
    assertThat(facts.micros(), is(7L));
  }

  @Test
  void aDeviceHasAProfileAsLongAsItHasNoUser() {
    facts.seenAs(7, profile(7));
    facts.seenAs(8, profile(6));
    assertThat(facts.profile(), is(profile(7)));

    facts.seenWith(new Sighting("a", 9));
    assertThat(facts.profile(), is(nullValue()));

    facts.seenAs(10, profile(10));
    assertThat(facts.profile(), is(nullValue()));
  }

  @Test
  void usersOfPartsAreCountedOnce() {
    DeviceFacts other = new DeviceFacts();
    for (String user : new String[] {"a", "b", "c"}) {
      facts.seenWith(new Sighting(user, 5));
      other.seenWith(new Sighting(user, 4));
    }
    other.seenWith(new Sighting("d", 9));
    DeviceFacts single = new DeviceFacts();
    single.seenWith(new Sighting("e", 1));

    facts.merge(other);
    facts.merge(single);

    assertThat(facts.users(), is(5L));
    assertThat(facts.firstUser(), is(new Sighting("e", 1)));
    assertThat("the others stay as they are", other.users(), is(4L));
    assertThat(single.users(), is(1L));
  }

  @Test
  void aUserOfOnePartTakesTheProfileOfTheOther() {
    DeviceFacts other = new DeviceFacts();
    other.seenWith(new Sighting("a", 9));
    facts.seenAs(7, profile(7));
    DeviceFacts third = new DeviceFacts();
    third.seenAs(3, profile(8));

    facts.merge(third);
    assertThat(facts.profile(), is(profile(8)));
    facts.merge(other);
    facts.merge(third);

    assertThat(facts.profile(), is(nullValue()));
    assertThat(facts.micros(), is(3L));
  }

  private static @Nullable LatestProfile profile(long micros) {
    return new LatestProfile(new EventTime(micros, null, 0), "i", Told.json("{\"n\":1}"));
  }
}
