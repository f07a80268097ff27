package io.eventbackfill.steps;

import io.eventbackfill.model.Account;
import io.eventbackfill.model.Noted;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import io.eventbackfill.ordering.EventBlock;
import io.eventbackfill.ordering.LaneBlocks;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Collects the generated events of one bundle into blocks, and counts them as rows that were read.
 * One that the destination does not take ends here. Not thread-safe.
 */
final class GeneratedEvents {
  private final int lane;
  private final Reason notTaken;
  private final LaneBlocks blocks = new LaneBlocks(1);
  private final Account account = new Account();

  /**
   * None yet.
   *
   * @param lane whose they all are
   * @param notTaken why an event does not exist
   */
  GeneratedEvents(int lane, Reason notTaken) {
    this.lane = lane;
    this.notTaken = notTaken;
  }

  /** Takes an event, or that there is none; full blocks are handed on at once. */
  void add(Origin origin, Optional<QueuedEvent> event, BiConsumer<Integer, EventBlock> fullBlocks) {
    account.read(origin.file(), 1);
    if (event.isEmpty()) {
      account.ended(origin.file(), notTaken, 1);
      return;
    }
    EventBlock full = blocks.add(lane, event.get());
    if (full != null) {
      fullBlocks.accept(lane, full);
    }
  }

  /** Notes something, so many times. */
  void note(Noted noted, long times) {
    account.noted(noted, times);
  }

  /** Hands out what is left. */
  void drain(BiConsumer<Integer, EventBlock> toBlocks, Consumer<Account> toAccount) {
    blocks.drain(toBlocks);
    if (!account.isEmpty()) {
      toAccount.accept(account);
    }
  }
}
