package io.eventbackfill.persons;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.model.Event;
import io.eventbackfill.model.Merge;
import io.eventbackfill.persons.PersonFacts.Stranger;
import io.eventbackfill.persons.PersonFacts.Wanted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonFactsTest {
  private static final Wanted ALL = new Wanted(true, true);

  private final PersonFacts facts = new PersonFacts();

  @Test
  void anEventIsSaidOfItsDeviceItsUserAndItsPerson() {
    facts.add(Told.event(5, "d", "u", "p", "{\"a\":1}"), ALL);
    facts.add(Told.event(6, "d", null, "q", "{\"a\":2}"), ALL);
    facts.add(Told.event(4, "e", null, "q", "{\"a\":3}"), ALL);
    facts.add(Told.event(7, null, "v", "p", null), ALL);

    assertThat(facts.devices().get("d").firstUser(), is(new Sighting("u", 5)));
    assertThat(facts.devices().get("e").users(), is(0L));
    assertThat(facts.devices().get("e").profile().properties(), is(Told.json("{\"a\":3}")));
    assertThat(facts.users().keySet(), equalTo(Set.of("u")));
    assertThat(facts.members(), equalTo(Map.of("p", new Sighting("u", 5))));
    assertThat(
        facts.strangers(), equalTo(Map.of(new Stranger("q", "d"), 6L, new Stranger("q", "e"), 4L)));
  }

  @Test
  void onlyWhatIsWantedIsKept() {
    PersonFacts links = new PersonFacts();
    links.add(Told.event(5, "d", "u", "p", "{\"a\":1}"), new Wanted(true, false));
    links.add(Told.event(5, "e", null, "p", "{\"a\":1}"), new Wanted(true, false));
    assertThat(links.users().isEmpty(), is(true));
    assertThat(links.devices().get("e").profile() == null, is(true));

    facts.add(Told.event(5, "d", "u", "p", "{\"a\":1}"), new Wanted(false, true));
    facts.add(Told.event(5, "e", null, "p", "{\"a\":1}"), new Wanted(false, true));
    assertThat(facts.members().isEmpty(), is(true));
    assertThat(facts.strangers().isEmpty(), is(true));
    assertThat(facts.users().size(), is(1));
  }

  @Test
  void manyEntriesMakeItFull() {
    int devices = 0;
    while (!facts.isFull()) {
      facts.add(Told.event(5, "d" + devices++, null), ALL);
    }
    assertThat(devices, is(50_000));
  }

  @Test
  void largeProfilesMakeItFullAndThoseThatWereReplacedDoNot() {
    String large = "{\"a\":\"" + "x".repeat(1 << 20) + "\"}";
    for (int i = 0; i < 40; i++) {
      facts.add(Told.event(i, "d", "u", null, large), ALL);
      facts.add(Told.event(i, "e", null, null, large), ALL);
    }
    assertThat(facts.isFull(), is(false));
    int users = 0;
    while (!facts.isFull()) {
      facts.add(Told.event(5, null, "u" + users++, null, large), ALL);
    }
    assertThat(users, is(14));
  }

  @Test
  void aProfileDoesNotKeepTheRowItStoodIn() {
    PersonFacts small = new PersonFacts();
    String row = "{\"user_properties\":{\"a\":1},\"x\":\"" + "x".repeat(1000) + "\"}";
    Event event = Told.event(5, "d", "u", null, null);
    small.add(event.withAttributes(Map.copyOf(Told.json(row).members())), ALL);

    assertThat(small.users().get("u").properties(), is(Told.json("{\"a\":1}")));
  }

  /** What is said in parts, in any order and grouping, adds up to the same. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void theOrderAndGroupingOfEventsDoNotMatter(long seed) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      events.add(any(random));
    }
    String expected = whole(List.of(events));

    for (int round = 0; round < 10; round++) {
      Collections.shuffle(events, random);
      List<List<Event>> groups = new ArrayList<>();
      int from = 0;
      while (from < events.size()) {
        int to = Math.min(events.size(), from + 1 + random.nextInt(100));
        groups.add(events.subList(from, to));
        from = to;
      }
      Collections.shuffle(groups, random);
      assertThat(whole(groups), is(expected));
    }
  }

  private static Event any(Random random) {
    int ids = random.nextInt(3);
    return Told.event(
        random.nextInt(50),
        ids == 0 ? null : "d" + random.nextInt(5),
        ids == 1 ? null : "u" + random.nextInt(5),
        random.nextInt(4) == 0 ? null : "p" + random.nextInt(3),
        random.nextInt(4) == 0 ? null : "{\"n\":" + random.nextInt(9) + "}");
  }

  private static String whole(List<List<Event>> groups) {
    PersonFacts whole = new PersonFacts();
    for (List<Event> group : groups) {
      PersonFacts part = new PersonFacts();
      group.forEach(event -> part.add(event, ALL));
      part.addMerge(new Merge("p1", "p2", 3));
      part.devices().forEach(whole::addDevice);
      part.users().forEach(whole::addUser);
      part.members().forEach(whole::addMember);
      part.strangers().forEach(whole::addStranger);
      part.merges().forEach(whole::addMerge);
    }
    return said(whole);
  }

  private static String said(PersonFacts facts) {
    StringBuilder said = new StringBuilder();
    facts.devices().forEach((id, device) -> said.append(id).append(said(device)).append('\n'));
    return said.append(facts.users())
        .append(facts.members())
        .append(facts.strangers())
        .append(facts.merges())
        .toString();
  }

  private static String said(DeviceFacts device) {
    var users = device.severalUsers();
    return device.micros()
        + " "
        + device.firstUser()
        + " "
        + (users == null ? "-" : Arrays.toString(users.toBytes()))
        + " "
        + device.profile();
  }
}
