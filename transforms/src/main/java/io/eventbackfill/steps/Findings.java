package io.eventbackfill.steps;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.pacing.ActorLoads;
import io.eventbackfill.planning.Census;
import io.eventbackfill.steps.RowRouter.Routed;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.jspecify.annotations.Nullable;

/** What a bundle of reading adds up beside its events, until it is handed on. */
final class Findings {
  private final Destination destination;
  private final Account account = new Account();
  private final ActorLoads loads = ActorLoads.empty();
  private final @Nullable Census census;

  /**
   * Nothing yet.
   *
   * @param census takes a closer look at the events; null to spare the work
   */
  Findings(Destination destination, @Nullable Census census) {
    this.destination = destination;
    this.census = census;
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
  }

  /** A row that nobody needs to see again. */
  void skipped(SetAside row) {
    if (census != null) {
      census.addSkipped(row);
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
  }
}
