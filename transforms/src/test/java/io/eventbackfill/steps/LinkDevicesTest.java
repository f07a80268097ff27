package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.coders.PersonFactsCoder;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Generated;
import io.eventbackfill.model.Link;
import io.eventbackfill.model.Merge;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.persons.PersonFacts;
import io.eventbackfill.persons.PersonFacts.Wanted;
import io.eventbackfill.planning.SharedDevices.Shared;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LinkDevicesTest {
  private static final int LANE = 64;

  private final TestPipeline pipeline = Given.pipeline();

  /** Each event and merge in a part of its own. */
  private final List<PersonFacts> parts = new ArrayList<>();

  /** Edge case: a device of two users, with events of nobody before each of them. */
  @Test
  void aSharedDeviceGoesToItsFirstUser() {
    seen("kiosk", null, 1);
    seen("kiosk", "ben", 9);
    seen("kiosk", null, 7);
    seen("kiosk", "anna", 5);
    seen("own", "carl", 3);

    LinkDevices.Result linked = link(true);

    PAssert.that(said(linked))
        .containsInAnyOrder("kiosk is anna's since 5", "own is carl's since 3");
    PAssert.thatSingleton(linked.shared())
        .satisfies(
            shared -> {
              assertThat(shared.devices(), is(1L));
              assertThat(shared.most(), contains(new Shared("kiosk", 2, "anna")));
              return null;
            });
    Seen.assertFiles(linked.account(), "generated:links read 2 {}{}");
    assertNotes(
        linked,
        Map.of(
            Note.SHARED_DEVICE.about("first user wins"), 1L, Note.SHARED_DEVICE_USER.plain(), 1L));
    pipeline.run();
  }

  @Test
  void aSharedDeviceIsLeftAloneWhereTheDestinationWantsIt() {
    seen("kiosk", "ben", 9);
    seen("kiosk", "anna", 5);
    seen("own", "carl", 3);

    LinkDevices.Result linked = link(false);

    PAssert.that(said(linked)).containsInAnyOrder("own is carl's since 3");
    PAssert.thatSingleton(linked.shared())
        .satisfies(
            shared -> {
              assertThat(shared.most(), contains(new Shared("kiosk", 2)));
              return null;
            });
    assertNotes(
        linked,
        Map.of(Note.SHARED_DEVICE.about("left alone"), 1L, Note.SHARED_DEVICE_USER.plain(), 2L));
    pipeline.run();
  }

  @Test
  void aLinkIsAnEventOfItsLaneWithAnOriginOfItsOwn() {
    seen("d", "anna", 5);

    PAssert.that(link(true).events())
        .satisfies(
            blocks -> {
              blocks.forEach(
                  block -> {
                    assertThat(block.getKey(), is(LANE));
                    QueuedEvent event = block.getValue().events().get(0);
                    assertThat(event.origin(), is(Generated.link(new Link("d", "anna", 5))));
                    assertThat(event.time().micros(), is(5L));
                  });
              return null;
            });
    pipeline.run();
  }

  @Test
  void aLinkThatIsNotTakenIsCounted() {
    seen("d", "null", 5);
    seen("e", "anna", 5);

    LinkDevices.Result linked = link(true);

    PAssert.that(said(linked)).containsInAnyOrder("e is anna's since 5");
    Seen.assertFiles(linked.account(), "generated:links read 2 {NOT_LINKED=1}{}");
    pipeline.run();
  }

  @Test
  void aDeviceOfAMergedPersonGoesToTheUserOfWhomThatPersonBecame() {
    seen("phone", null, "p1", 8);
    seen("phone", null, "p1", 4);
    seen("tablet", null, "p2", 6);
    seen("laptop", "anna", "p3", 7);
    seen("laptop", "ben", "p3", 9);
    merged("p1", "p2", 100);
    merged("p2", "p3", 101);

    LinkDevices.Result linked = link(true);

    PAssert.that(said(linked))
        .containsInAnyOrder(
            "phone is anna's since 4", "tablet is anna's since 6", "laptop is anna's since 7");
    PAssert.that(linked.joined()).containsInAnyOrder("phone", "tablet");
    Seen.assertFiles(linked.account(), "generated:links read 3 {}{}");
    pipeline.run();
  }

  @Test
  void aDeviceWithAUserKeepsItWhateverIsMerged() {
    seen("phone", null, "p1", 4);
    seen("phone", "ben", 50);
    seen("laptop", "anna", "p2", 7);
    merged("p1", "p2", 100);

    LinkDevices.Result linked = link(true);

    PAssert.that(said(linked))
        .containsInAnyOrder("phone is ben's since 50", "laptop is anna's since 7");
    PAssert.that(linked.joined()).empty();
    pipeline.run();
  }

  @Test
  void aPersonNobodyMergedTellsNothingOfItsDevices() {
    seen("phone", null, "p1", 4);
    seen("laptop", "anna", "p1", 7);
    seen("tablet", null, "p2", 4);
    merged("p2", "p9", 100);

    PAssert.that(said(link(true))).containsInAnyOrder("laptop is anna's since 7");
    pipeline.run();
  }

  @Test
  void aDeviceOfSeveralMergedPersonsGoesWhereItWasFirst() {
    seen("phone", null, "p1", 8);
    seen("phone", null, "p2", 4);
    seen("laptop", "anna", "p3", 9);
    seen("desktop", "ben", "p4", 7);
    merged("p1", "p3", 100);
    merged("p2", "p4", 100);

    PAssert.that(said(link(true)))
        .containsInAnyOrder(
            "phone is ben's since 4", "laptop is anna's since 9", "desktop is ben's since 7");
    pipeline.run();
  }

  @Test
  void aLinkByMergeThatIsNotTakenJoinsNothing() {
    seen("phone", null, "p1", 8);
    seen("laptop", "null", "p2", 9);
    merged("p1", "p2", 100);

    LinkDevices.Result linked = link(true);

    PAssert.that(linked.joined()).empty();
    Seen.assertFiles(linked.account(), "generated:links read 2 {NOT_LINKED=2}{}");
    pipeline.run();
  }

  @Test
  void withoutFactsThereAreNoLinks() {
    LinkDevices.Result linked = link(true);

    PAssert.that(linked.events()).empty();
    PAssert.thatSingleton(linked.shared())
        .satisfies(
            shared -> {
              assertThat(shared.devices(), is(0L));
              return null;
            });
    assertThat(
        Set.copyOf(linked.expand().values()),
        equalTo(Set.of(linked.events(), linked.account(), linked.shared(), linked.joined())));
    pipeline.run();
  }

  private void seen(String device, @Nullable String user, long micros) {
    seen(device, user, null, micros);
  }

  private void seen(String device, @Nullable String user, @Nullable String person, long micros) {
    EventTime time = new EventTime(micros, null, 0);
    PersonFacts facts = new PersonFacts();
    facts.add(
        new Event("i", "x", time, new Who(device, user, person), Map.of()), new Wanted(true, true));
    parts.add(facts);
  }

  private void merged(String from, String into, long micros) {
    PersonFacts facts = new PersonFacts();
    facts.addMerge(new Merge(from, into, micros));
    parts.add(facts);
  }

  private LinkDevices.Result link(boolean shared) {
    return pipeline
        .apply(Create.of(parts).withCoder(PersonFactsCoder.of()))
        .apply(LinkDevices.by(new TellingDestination.Links(shared), LANE));
  }

  private static PCollection<String> said(LinkDevices.Result linked) {
    return linked
        .events()
        .apply(
            FlatMapElements.into(TypeDescriptors.strings())
                .via(
                    block ->
                        block.getValue().events().stream().map(e -> e.body().text()).toList()));
  }

  private static void assertNotes(LinkDevices.Result linked, Map<?, Long> expected) {
    PAssert.thatSingleton(linked.account().apply("Notes", AddUp.accounts()))
        .satisfies(
            account -> {
              assertThat(account.notes(), equalTo(expected));
              return null;
            });
  }
}
