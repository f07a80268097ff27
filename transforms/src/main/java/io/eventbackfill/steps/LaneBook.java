package io.eventbackfill.steps;

import io.eventbackfill.delivery.Journal;
import io.eventbackfill.delivery.Outcome;
import io.eventbackfill.delivery.Sleeper;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.ledger.LaneJournal;
import io.eventbackfill.ledger.LedgerRefusedException;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.QueuedEvent;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one worker writes down of the lane at hand; nothing, if the run has no ledger. Used by one
 * thread.
 */
final class LaneBook implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(LaneBook.class);

  private final AtWork atWork = AtWork.ofThisProcess();

  private @Nullable LaneJournals journals;
  private @Nullable LaneJournal journal;
  private int lane;

  /** From here on lanes are written down. */
  void keepIn(LaneJournals all) {
    journals = all;
  }

  /**
   * Compares what was read with what the run has read before.
   *
   * @throws CancellationException as {@link #open}
   */
  void compare(Account read) {
    if (journals != null) {
      atWork.begin();
      try {
        journals.compare(read);
      } finally {
        atWork.end();
      }
    }
  }

  boolean isKept() {
    return journals != null;
  }

  /**
   * The lane at hand is this one, at its beginning; its journal.
   *
   * @throws CancellationException if the run is over in this process
   */
  @Nullable LaneJournal open(int number) {
    lane = number;
    journal = journals == null ? null : begin(journals);
    return journal;
  }

  private LaneJournal begin(LaneJournals all) {
    atWork.begin();
    boolean begun = false;
    try {
      LaneJournal opened = all.begin(lane);
      begun = true;
      return opened;
    } finally {
      if (!begun) {
        atWork.end();
      }
    }
  }

  @Override
  public long position() {
    return journal == null ? 0 : journal.position();
  }

  @Override
  public Optional<Known> take(QueuedEvent event) {
    return journal == null
        ? Optional.empty()
        : journal.take(event).map(known -> new Known(known.cause(), known.attempts()));
  }

  @Override
  public void pass() {
    if (journal != null) {
      journal.pass();
    }
  }

  @Override
  public void sending(long position) {
    if (journal != null) {
      journal.sending(position);
    }
  }

  @Override
  public void rest() {
    if (journal != null) {
      journal.rest();
    }
  }

  void replied(String label) {
    if (journal != null) {
      journal.replied(label);
    }
  }

  void stored(long atMillis) {
    if (journal != null) {
      journal.stored(atMillis);
    }
  }

  void settled(Outcome outcome) {
    if (journal != null) {
      journal.settled(
          outcome.position(),
          outcome.event(),
          outcome.cause(),
          outcome.attempts(),
          outcome.doubtfulSince());
    }
  }

  /** The same time and chance; before it sleeps long, what is known is written. */
  Waiting watching(Waiting waiting) {
    Sleeper sleeper =
        duration -> {
          if (journal != null) {
            journal.beforeWaiting(duration);
          }
          waiting.sleeper().sleep(duration);
        };
    return new Waiting(waiting.clock(), sleeper, waiting.random());
  }

  /** All that was taken of the lane at hand is settled, and it has no more. */
  void end() {
    leave(
        left -> {
          left.end();
          close(left);
        });
  }

  private void leave(Consumer<LaneJournal> how) {
    LaneJournal left = journal;
    journal = null;
    if (left != null) {
      try {
        how.accept(left);
      } finally {
        atWork.end();
      }
    }
  }

  private void close(LaneJournal left) {
    if (journals != null) {
      journals.close(lane, left);
    }
  }

  /**
   * The lane at hand is given up in the middle of it: saves what can be saved.
   *
   * @param certain whether the fate of all that was sent is known
   */
  void abandon(boolean certain) {
    leave(
        left -> {
          close(left);
          try {
            if (certain) {
              left.settle();
            } else {
              left.salvage();
            }
          } catch (LedgerRefusedException e) {
            // The lane fails for another reason, which is the one to be told.
            LOG.warn("what lane {} settled last is not written down: {}", lane, e.getMessage());
          }
        });
  }
}
