package io.eventbackfill.delivery;

import io.eventbackfill.model.Origin;
import io.eventbackfill.model.Profile;
import io.eventbackfill.model.QueuedEvent;
import java.io.Serializable;
import java.util.Optional;

/**
 * How a destination is told the properties of users, once for each after the last event, in place
 * of with every event. Pure: the same arguments always give the same result.
 */
public interface Profiling extends Serializable {

  /**
   * The event that says so. Its identity depends on the id and the properties, its time is the
   * profile's.
   *
   * @param origin stands in for a row's
   * @return empty if there is nothing to say, or the destination takes no properties for the id
   */
  Optional<QueuedEvent> profile(Profile profile, Origin origin);
}
