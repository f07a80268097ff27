package io.eventbackfill.delivery;

import io.eventbackfill.batching.BatchLimits;
import io.eventbackfill.delivery.Journal.Known;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.QueuedEvent.DuplicateKey;
import io.eventbackfill.model.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One lane's way to its destination: takes events sorted by time to the millisecond, puts those of
 * one millisecond into their total order, leaves out copies, and sends batches, each when the one
 * before it is settled or held.
 *
 * <p>What the journal knows to be settled is not sent again. Memory: the look-ahead, one batch, and
 * the events of one millisecond. Not thread-safe.
 */
public final class LaneDelivery {
  private final LaneQueue queue;
  private final Journal journal;
  private final Consumer<Outcome> outcomes;
  private final RecentKeys recent;
  private List<QueuedEvent> sameMilli = new ArrayList<>();

  /**
   * A lane at its beginning, or behind events that are settled.
   *
   * @param limits how large batches may be
   * @param lookAhead how much is read while something is held
   * @param deliverer delivers them
   * @param journal knows what was settled before
   * @param outcomes hears of every event that needs no delivery, exactly once; of the others the
   *     deliverer tells
   */
  public LaneDelivery(
      BatchLimits limits,
      LookAhead lookAhead,
      Deliverer deliverer,
      Journal journal,
      Consumer<Outcome> outcomes) {
    this.queue = new LaneQueue(limits, lookAhead, deliverer, journal);
    this.journal = journal;
    this.outcomes = outcomes;
    this.recent = new RecentKeys(deliverer.destination());
  }

  /**
   * Takes the lane's next event; may deliver a batch first.
   *
   * @throws IllegalStateException if the event is earlier than the one before it
   * @throws InterruptedException if interrupted; events without an outcome are not settled
   */
  public void add(QueuedEvent event) throws InterruptedException {
    if (!sameMilli.isEmpty()) {
      long current = sameMilli.get(0).time().millis();
      long next = event.time().millis();
      if (next < current) {
        throw new IllegalStateException(
            "the lane is not sorted: %d ms after %d ms, %s".formatted(next, current, event));
      }
      if (next > current) {
        releaseMilli();
      }
    }
    sameMilli.add(event);
  }

  /**
   * Delivers what was taken and not yet delivered.
   *
   * @throws InterruptedException as {@link #add}
   */
  public void finish() throws InterruptedException {
    releaseMilli();
    queue.finish();
  }

  /** How many events wait for their device or user while the lane goes on with others. */
  public int held() {
    return queue.held();
  }

  /** True if an event was sent that is not settled, and may have been stored. */
  public boolean isInDoubt() {
    return queue.isInDoubt();
  }

  private void releaseMilli() throws InterruptedException {
    List<QueuedEvent> released = sameMilli;
    sameMilli = new ArrayList<>();
    if (released.size() > 1) {
      released.sort(QueuedEvent.ORDER);
    }
    Set<DuplicateKey> seen = new HashSet<>();
    for (QueuedEvent event : released) {
      boolean copy = released.size() > 1 && !seen.add(event.duplicateKey());
      Optional<Reason> repeated =
          recent.take(event).or(() -> copy ? Optional.of(Reason.DUPLICATE) : Optional.empty());
      if (repeated.isPresent()) {
        pass(event, repeated.get());
      } else {
        release(event);
      }
    }
  }

  private void pass(QueuedEvent event, Reason why) {
    long position = journal.position();
    journal.pass();
    outcomes.accept(new Outcome(position, event, Refused.because(why), null, null));
  }

  private void release(QueuedEvent event) throws InterruptedException {
    long position = journal.position();
    Optional<Known> known = journal.take(event);
    if (known.isEmpty()) {
      queue.add(position, event);
      return;
    }
    Refused cause = known.get().cause();
    if (cause.reason().disposition() == Disposition.DEFERRED) {
      queue.defer(position, event, cause);
    } else {
      outcomes.accept(new Outcome(position, event, cause, known.get().attempts(), null));
    }
  }
}
