package io.eventbackfill.steps;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.OrderBy;
import java.io.Serializable;

/**
 * How rows become events of lanes.
 *
 * @param mapping the rules; files it skips are not read
 * @param destination who will receive the events
 * @param orderBy whose order is to be kept
 * @param lanes how many lanes there are, at least 1
 * @param selection the events to take; the others are skipped
 */
public record ToLanes(
    Mapping mapping, Destination destination, OrderBy orderBy, int lanes, Selection selection)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  RowRouter router() {
    return new RowRouter(mapping, destination, orderBy, selection);
  }
}
