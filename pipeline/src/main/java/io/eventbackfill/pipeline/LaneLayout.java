package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.model.LaneRange;

/**
 * The lanes of a run: those of events, and behind them, where a destination knows persons, one for
 * what it is told before all events and one for what it is told after them.
 *
 * @param ofEvents how many lanes events have, at least 1
 * @param knowsPersons whether there are the other two, be they used or not
 */
record LaneLayout(int ofEvents, boolean knowsPersons) {

  static LaneLayout of(int lanes, Destination destination) {
    return new LaneLayout(lanes, destination.knowsPersons());
  }

  LaneRange events() {
    return LaneRange.of(ofEvents);
  }

  LaneRange links() {
    return new LaneRange(ofEvents, 1);
  }

  LaneRange profiles() {
    return new LaneRange(ofEvents + 1, 1);
  }

  LaneRange all() {
    return LaneRange.of(count());
  }

  int count() {
    return knowsPersons ? ofEvents + 2 : ofEvents;
  }
}
