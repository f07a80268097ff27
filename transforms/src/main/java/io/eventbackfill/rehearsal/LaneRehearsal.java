package io.eventbackfill.rehearsal;

import io.eventbackfill.delivery.Channel;
import io.eventbackfill.delivery.Deliverer;
import io.eventbackfill.delivery.DeliveryListener;
import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.HttpReply;
import io.eventbackfill.delivery.HttpReply.Answered;
import io.eventbackfill.delivery.HttpRequestSpec;
import io.eventbackfill.delivery.HttpTransport;
import io.eventbackfill.delivery.Journal;
import io.eventbackfill.delivery.LaneDelivery;
import io.eventbackfill.delivery.LookAhead;
import io.eventbackfill.delivery.Outcome;
import io.eventbackfill.delivery.Outlet;
import io.eventbackfill.delivery.RetryPolicy;
import io.eventbackfill.delivery.StopRequest;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import io.eventbackfill.pacing.DailyQuota;
import io.eventbackfill.pacing.Pacer;
import io.eventbackfill.pacing.PacingLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One lane's delivery to a vendor that takes everything, in a time of its own. It is the delivery
 * of a run, so copies, batches and what is over the daily quota come out as there. Not thread-safe.
 */
public final class LaneRehearsal {
  /** Nothing fails, so nothing is ever tried again. */
  private static final RetryPolicy NEVER_USED = RetryPolicy.givingUpAfter(Duration.ofDays(1));

  /** Only waits after a refusal are left to chance. */
  private static final RandomGenerator NO_CHANCE = () -> 0;

  private final LaneTime time = new LaneTime();
  private final Consumer<Outcome> outcomes;
  private final LaneDelivery lane;
  private long events;
  private long requests;
  private long bytes;

  /**
   * What lanes have in common.
   *
   * @param destination who would receive the events
   * @param limits what the process stays within
   * @param quota shared by all lanes of the process
   * @param lookAhead how far a lane reads on while something in it is held
   * @param requestTime from a request's departure to its answer
   */
  public record Terms(
      Destination destination,
      PacingLimits limits,
      DailyQuota quota,
      LookAhead lookAhead,
      Duration requestTime) {}

  /**
   * A lane at its beginning.
   *
   * @param share of the project's rates that the lane has to itself, in times; however large
   * @param outcomes hears of every event exactly once
   */
  public LaneRehearsal(Terms terms, double share, Consumer<Outcome> outcomes) {
    this.outcomes = outcomes;
    Destination willing = new WillingDestination(terms.destination());
    Channel channel =
        new Channel(
            willing,
            new Answering(terms.requestTime()),
            NEVER_USED,
            new Waiting(time, time::pass, NO_CHANCE),
            new Counting());
    Pacer pacer = Pacer.ofLane(terms.limits(), share, terms.quota());
    // A wish to stop ends a rehearsal at once: there is nothing in flight to settle.
    Outlet outlet = new Outlet(terms.limits(), pacer, new StopRequest());
    Deliverer deliverer = new Deliverer(channel, outlet, this::ended);
    this.lane =
        new LaneDelivery(willing.limits(), terms.lookAhead(), deliverer, Journal.NONE, this::ended);
  }

  /**
   * Takes the lane's next event.
   *
   * @throws InterruptedException never, but for the signature of what is rehearsed
   */
  public void add(QueuedEvent event) throws InterruptedException {
    lane.add(event);
  }

  /**
   * Delivers the rest; what the lane came to.
   *
   * @throws InterruptedException as {@link #add}
   */
  public Sent finish() throws InterruptedException {
    lane.finish();
    return new Sent(events, requests, bytes, time.passed());
  }

  private void ended(Outcome outcome) {
    events += outcome.reason() == Reason.DELIVERED ? 1 : 0;
    outcomes.accept(outcome);
  }

  /** Answers after a while of the lane's time. */
  private final class Answering implements HttpTransport {
    private static final HttpReply OK = new Answered(200, Optional.empty(), Bytes.of("{}"));

    private final Duration after;

    Answering(Duration after) {
      this.after = after;
    }

    @Override
    public HttpReply send(HttpRequestSpec request) {
      time.pass(after);
      return OK;
    }

    @Override
    public void close() {}
  }

  private final class Counting implements DeliveryListener {
    @Override
    public void replied(String label, int size) {
      requests++;
      bytes += size;
    }

    @Override
    public void stored(long atMillis) {}

    @Override
    public void miscounted(int sent, long counted) {}

    @Override
    public void waiting(Duration wait, Cause cause, String why) {}
  }
}
