package io.eventbackfill.benchmarks;

import io.eventbackfill.delivery.Channel;
import io.eventbackfill.delivery.Deliverer;
import io.eventbackfill.delivery.DeliveryListener;
import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.Journal;
import io.eventbackfill.delivery.LaneDelivery;
import io.eventbackfill.delivery.LookAhead;
import io.eventbackfill.delivery.Outcome;
import io.eventbackfill.delivery.Outlet;
import io.eventbackfill.delivery.RetryPolicy;
import io.eventbackfill.delivery.StopRequest;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.pacing.PacingLimits;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The lanes of one process, as the pipeline runs them. */
final class LaneSender implements SimulatedRun.Sender {
  private static final DeliveryListener NOBODY =
      new DeliveryListener() {
        @Override
        public void replied(String label, int bytes) {}

        @Override
        public void stored(long atMillis) {}

        @Override
        public void miscounted(int sent, long counted) {}

        @Override
        public void waiting(Duration wait, Cause cause, String why) {}
      };

  private static final LookAhead LOOK_AHEAD = LookAhead.ofEvents(5000);

  private final Destination destination;
  private final Outlet outlet;

  /**
   * A sender to a vendor's stand-in.
   *
   * @param perRequest events in one request, at the most
   * @param limits what it stays within
   */
  LaneSender(EmulatedVendor vendor, int perRequest, PacingLimits limits) {
    this.destination = vendor.destination(perRequest);
    this.outlet = new Outlet(limits, new StopRequest());
  }

  @Override
  public void deliver(
      int lane, List<QueuedEvent> events, SimulatedRun.Wiring wiring, Consumer<Outcome> outcomes)
      throws InterruptedException {
    Channel channel =
        new Channel(
            destination,
            wiring.transport(),
            RetryPolicy.givingUpAfter(Duration.ofDays(1)),
            wiring.waiting(),
            NOBODY);
    Deliverer deliverer = new Deliverer(channel, outlet, outcomes);
    LaneDelivery delivery =
        new LaneDelivery(destination.limits(), LOOK_AHEAD, deliverer, Journal.NONE, outcomes);
    for (QueuedEvent event : events) {
      delivery.add(event);
    }
    delivery.finish();
  }
}
