package io.eventbackfill.steps;

import io.eventbackfill.model.Disposition;
import java.util.EnumMap;
import java.util.Map;

/** What one thread counts while it delivers. */
final class DeliveryTallies {
  private final Map<Disposition, RowTally> events = new EnumMap<>(Disposition.class);
  private final Tally requests = Tally.of(TallyName.REQUESTS);
  private final Tally held = Tally.of(TallyName.HELD);
  private long heldNow;

  DeliveryTallies() {
    for (Disposition disposition : Disposition.values()) {
      events.put(disposition, RowTally.of(name(disposition)));
    }
  }

  private static TallyName name(Disposition disposition) {
    return switch (disposition) {
      case ACCEPTED -> TallyName.ACCEPTED;
      case REJECTED -> TallyName.REJECTED;
      case DEFERRED -> TallyName.DEFERRED;
      case SKIPPED -> TallyName.SKIPPED;
    };
  }

  /** An event has its outcome. */
  void ended(Disposition disposition) {
    RowTally tally = events.get(disposition);
    if (tally == null) {
      throw new IllegalStateException("no counter for " + disposition);
    }
    tally.add(1);
  }

  void replied() {
    requests.add(1);
  }

  /** So many events wait while their lane goes on; the engine learns all that it does not know. */
  void tell(int heldEvents) {
    if (heldEvents != heldNow) {
      held.add(heldEvents - heldNow);
      heldNow = heldEvents;
    }
    events.values().forEach(RowTally::tell);
  }
}
