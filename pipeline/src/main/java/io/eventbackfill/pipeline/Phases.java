package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.LaneRange;
import io.eventbackfill.ordering.EventBlock;
import io.eventbackfill.persons.PersonFacts;
import io.eventbackfill.planning.SharedDevices;
import io.eventbackfill.steps.LinkDevices;
import io.eventbackfill.steps.ReadEvents;
import io.eventbackfill.steps.SumUpProfiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.jspecify.annotations.Nullable;

/**
 * What a run sends, one after the other: links of devices and users, the input's events, profiles.
 *
 * @param all in their order, at least the events
 * @param shared the devices that several users have used; null if nobody has looked for them
 */
record Phases(List<Phase> all, @Nullable PCollection<SharedDevices> shared) {

  /**
   * Events that are sent before others.
   *
   * @param name of the step that sends them
   * @param lanes the lanes they may have
   * @param events by lane
   * @param account of events that stand in no file; empty of others
   */
  record Phase(
      String name,
      LaneRange lanes,
      PCollection<KV<Integer, EventBlock>> events,
      Optional<PCollection<Account>> account) {}

  /** The phases that a destination wants. */
  static Phases of(ReadEvents.Result read, Destination destination, LaneLayout lanes) {
    List<Phase> phases = new ArrayList<>();
    PCollection<PersonFacts> persons = read.persons();
    Optional<LinkDevices.Result> links =
        persons == null
            ? Optional.empty()
            : destination
                .linking()
                .map(how -> LinkDevices.by(how, lanes.links().first()))
                .map(step -> persons.apply("LinkDevices", step));
    links.ifPresent(
        made ->
            phases.add(
                new Phase(
                    "DeliverLinks", lanes.links(), made.events(), Optional.of(made.account()))));
    phases.add(new Phase("DeliverLanes", lanes.events(), read.events(), Optional.empty()));
    if (persons != null) {
      destination
          .profiling()
          .map(how -> SumUpProfiles.by(how, lanes.profiles().first()))
          .map(step -> links.map(made -> step.without(made.joined())).orElse(step))
          .map(step -> persons.apply("SumUpProfiles", step))
          .ifPresent(
              made ->
                  phases.add(
                      new Phase(
                          "DeliverProfiles",
                          lanes.profiles(),
                          made.events(),
                          Optional.of(made.account()))));
    }
    return new Phases(phases, links.map(LinkDevices.Result::shared).orElse(null));
  }

  /** The events of all phases. */
  PCollection<KV<Integer, EventBlock>> events() {
    List<PCollection<KV<Integer, EventBlock>>> events = all.stream().map(Phase::events).toList();
    return events.size() == 1
        ? events.get(0)
        : PCollectionList.of(events).apply("AllPhases", Flatten.pCollections());
  }

  /**
   * The account of everything before the first event is sent.
   *
   * @param read the account of the input
   */
  PCollection<Account> account(PCollection<Account> read) {
    List<PCollection<Account>> made =
        all.stream().map(Phase::account).flatMap(Optional::stream).toList();
    return made.isEmpty()
        ? read
        : PCollectionList.of(read).and(made).apply("AllAccounts", Flatten.pCollections());
  }
}
