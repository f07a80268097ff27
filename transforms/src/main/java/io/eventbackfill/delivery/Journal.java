package io.eventbackfill.delivery;

import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.SetAside.Attempts;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a lane's fate is written down while it is made, so that whoever comes after knows what was
 * settled. Events are named by their position: the number of events before them in the lane's total
 * order, copies included. Used by one thread at a time.
 *
 * <p>Whatever can't be written or read is thrown, as an exception for the user; nothing was sent
 * then that it does not know of.
 */
public interface Journal {

  /** Remembers nothing: each lane is new. */
  Journal NONE = new NoJournal();

  /**
   * What is known of an event that needs no delivery.
   *
   * @param cause where it ended, and why
   * @param attempts how it was tried; null if that is not known
   */
  record Known(Refused cause, @Nullable Attempts attempts) {}

  /** The position of the event that comes next. */
  long position();

  /** Takes the lane's next event; what is known of it, empty if it is to be delivered. */
  Optional<Known> take(QueuedEvent event);

  /** Passes over the lane's next event, a copy of one before it. */
  void pass();

  /** Events are about to be sent, none of a position beyond this one. */
  void sending(long position);

  /** Nothing is in flight just now. */
  void rest();

  /** Remembers nothing. */
  final class NoJournal implements Journal {
    private NoJournal() {}

    @Override
    public long position() {
      return 0;
    }

    @Override
    public Optional<Known> take(QueuedEvent event) {
      return Optional.empty();
    }

    @Override
    public void pass() {}

    @Override
    public void sending(long position) {}

    @Override
    public void rest() {}
  }
}
