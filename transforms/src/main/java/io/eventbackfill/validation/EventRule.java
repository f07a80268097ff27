package io.eventbackfill.validation;

import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Event;
import java.io.Serializable;

/** Something a destination demands of an event; may repair it. Pure. */
@FunctionalInterface
public interface EventRule extends Serializable {

  /** The event, repaired if need be, or why it can't be sent. */
  Checked check(Event event);
}
