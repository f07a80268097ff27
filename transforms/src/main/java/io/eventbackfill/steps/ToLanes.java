package io.eventbackfill.steps;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.mapping.LeftOut;
import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.persons.PersonFacts.Wanted;
import java.io.Serializable;

/**
 * How rows become events of lanes.
 *
 * @param mapping the rules
 * @param destination who will receive the events
 * @param orderBy whose order is to be kept
 * @param lanes how many lanes there are, at least 1
 * @param selection the events to take; the others are skipped
 */
public record ToLanes(
    Mapping mapping, Destination destination, OrderBy orderBy, int lanes, Selection selection)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The files that are not read: those that the mapping skips, unless they tell of merges. */
  public LeftOut leftOut() {
    return new LeftOut(mapping, destination.linking().isPresent());
  }

  /** What the destination wants to know of persons. */
  Wanted wanted() {
    return new Wanted(destination.linking().isPresent(), destination.profiling().isPresent());
  }

  RowRouter router() {
    return new RowRouter(mapping, destination, orderBy, selection);
  }
}
