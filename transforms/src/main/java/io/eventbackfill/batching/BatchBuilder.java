package io.eventbackfill.batching;

import io.eventbackfill.model.QueuedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Collects events, in order, until one more would break a limit. Cuts depend on the events alone,
 * so the same lane is always cut into the same batches. Not thread-safe.
 */
public final class BatchBuilder {
  private final BatchLimits limits;
  private final BiPredicate<QueuedEvent, QueuedEvent> canShare;
  private List<QueuedEvent> events = new ArrayList<>();
  private long bytes;

  public BatchBuilder(BatchLimits limits) {
    this(limits, (first, next) -> true);
  }

  /**
   * A builder of batches that not every event may join.
   *
   * @param canShare whether an event may stand in one batch with its first one
   */
  public BatchBuilder(BatchLimits limits, BiPredicate<QueuedEvent, QueuedEvent> canShare) {
    this.limits = limits;
    this.canShare = canShare;
    this.bytes = limits.envelopeBytes();
  }

  /** True if the event may still join what is collected; always true of the first one. */
  public boolean fits(QueuedEvent event) {
    return events.isEmpty()
        || (events.size() < limits.maxEvents()
            && bytes + event.body().length() + 1 <= limits.maxBytes()
            && canShare.test(events.get(0), event));
  }

  /** Adds an event that {@link #fits}. */
  public void add(QueuedEvent event) {
    if (!fits(event)) {
      throw new IllegalStateException("the batch is full");
    }
    // One byte for the comma before it.
    bytes += event.body().length() + (events.isEmpty() ? 0 : 1);
    events.add(event);
  }

  /** True if no event more can join, so that waiting for one is pointless. */
  public boolean isFull() {
    return events.size() >= limits.maxEvents();
  }

  public boolean isEmpty() {
    return events.isEmpty();
  }

  /** What was collected, in order; the builder is empty afterwards. */
  public List<QueuedEvent> take() {
    List<QueuedEvent> batch = events;
    events = new ArrayList<>();
    bytes = limits.envelopeBytes();
    return batch;
  }
}
