package io.eventbackfill.delivery;

import io.eventbackfill.model.Link;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import java.io.Serializable;
import java.util.Optional;

/**
 * How a destination is told that a device belongs to a user, before the first event is sent. Pure:
 * the same arguments always give the same result.
 */
public interface Linking extends Serializable {

  /**
   * Whether a device that several users have used goes to the first of them; it is left alone if
   * not.
   */
  boolean linksSharedDevices();

  /**
   * The event that says so. Its identity depends on the two ids alone, so that a later run, which
   * may have seen them together sooner, does not say it twice; its time is the link's.
   *
   * @param origin stands in for a row's
   * @return empty if the destination takes no such link, because of one of the ids
   */
  Optional<QueuedEvent> link(Link link, Origin origin);
}
