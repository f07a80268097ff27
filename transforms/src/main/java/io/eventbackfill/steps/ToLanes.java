package io.eventbackfill.steps;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.mapping.LeftOut;
import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.persons.PersonFacts.Wanted;
import io.eventbackfill.verification.StoredForm;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How rows become events of lanes.
 *
 * @param mapping the rules
 * @param destination who will receive the events
 * @param orderBy whose order is to be kept
 * @param lanes how many lanes there are, at least 1
 * @param selection the events to take; the others are skipped
 * @param stored how the destination has stored them, if that is where the rows come from
 */
public record ToLanes(
    Mapping mapping,
    Destination destination,
    OrderBy orderBy,
    int lanes,
    Selection selection,
    @Nullable StoredForm stored)
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

  /** Rows become events that are to be sent. */
  public ToLanes(
      Mapping mapping, Destination destination, OrderBy orderBy, int lanes, Selection selection) {
    this(mapping, destination, orderBy, lanes, selection, null);
  }

  RowRouter router() {
    return new RowRouter(mapping, destination, orderBy, selection, stored);
  }
}
