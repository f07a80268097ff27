package io.eventbackfill.steps;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.Merge;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.pacing.ActorLoads;
import io.eventbackfill.persons.PersonFacts;
import io.eventbackfill.persons.PersonFacts.Wanted;
import io.eventbackfill.planning.Census;
import io.eventbackfill.steps.RowRouter.Routed;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.jspecify.annotations.Nullable;

/** What a bundle of reading adds up beside its events, until it is handed on. */
final class Findings {
  private final Destination destination;
  private final Account account = new Account();
  private final ActorLoads loads = ActorLoads.empty();
  private final @Nullable Census census;
  private final Wanted wanted;
  private PersonFacts persons = new PersonFacts();

  /**
   * Nothing yet.
   *
   * @param toLanes where the events go, and so what is wanted of them
   * @param now for a census of the events; null to spare the work
   */
  Findings(ToLanes toLanes, @Nullable Instant now) {
    this.destination = toLanes.destination();
    this.wanted = toLanes.wanted();
    this.census = now == null ? null : Census.at(now);
  }

  Account account() {
    return account;
  }

  /** An event on its way to its lane. */
  void event(Routed.ToLane routed) {
    routed.project().ifPresent(account::seenProject);
    routed.notes().forEach(noted -> account.noted(noted, 1));
    account.seenEventTime(routed.event().time().millis());
    loads.add(routed.event().who());
    if (census != null) {
      census.add(routed.mapped(), destination.bills(routed.mapped()));
    }
    if (wanted.any()) {
      persons.add(routed.mapped(), wanted);
    }
  }

  /** A record of two persons merged. */
  void merge(Merge merge) {
    persons.addMerge(merge);
  }

  /** A row that nobody needs to see again. */
  void skipped(SetAside row) {
    if (census != null) {
      census.addSkipped(row);
    }
  }

  /** Gives away what can't wait for the end of the bundle, for the memory it takes. */
  void handOnWhatIsFull(Consumer<RawUnionValue> to) {
    if (persons.isFull()) {
      to.accept(Found.of(persons));
      persons = new PersonFacts();
    }
  }

  /** Gives all of it away. */
  void handOn(Consumer<RawUnionValue> to) {
    if (!account.isEmpty()) {
      to.accept(Found.of(account));
    }
    if (!loads.isEmpty()) {
      to.accept(Found.of(loads));
    }
    if (census != null && !census.isEmpty()) {
      to.accept(Found.of(census));
    }
    if (!persons.isEmpty()) {
      to.accept(Found.of(persons));
    }
  }
}
