package io.eventbackfill.steps;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.eventbackfill.delivery.Channel;
import io.eventbackfill.delivery.Deliverer;
import io.eventbackfill.delivery.DeliveryListener;
import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.HttpTransport;
import io.eventbackfill.delivery.LaneDelivery;
import io.eventbackfill.delivery.LookAhead;
import io.eventbackfill.delivery.Outcome;
import io.eventbackfill.delivery.Outlet;
import io.eventbackfill.delivery.StopRequest;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.ledger.LaneJournal;
import io.eventbackfill.ledger.RunLedger;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.model.Span;
import io.eventbackfill.pacing.ActorLoads;
import io.eventbackfill.pacing.PacingLimits;
import io.eventbackfill.steps.DeliverLanes.Sending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread's work on lanes: keeps the lane at hand, its connection, and what came of its events
 * until that is handed over. Holds events inside a bundle only.
 */
final class LaneWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LaneWorker.class);

  /** Shorter waits are everyday business. */
  private static final Duration WORTH_SAYING = Duration.ofSeconds(5);

  /**
   * What the workers of one job share in this process. A lane that is begun anew, by another thread
   * perhaps, must know what the one before it deferred. An outlet lasts as long as any worker uses
   * it.
   */
  private static final Cache<String, Outlet> OUTLETS =
      CacheBuilder.newBuilder().weakValues().build();

  private final Destination destination;
  private final LookAhead lookAhead;
  private final PacingLimits limits;
  private final Lifetime connection;
  private final Outlet outlet;
  private final Deliverer deliverer;
  private final DeliveryTallies tallies = new DeliveryTallies();
  private final LaneTimeline timeline;
  private final LaneWaits waits;
  private final LaneBook book = new LaneBook();

  private Account account = new Account();
  private List<SetAside> aside = new ArrayList<>();
  private @Nullable LaneDelivery lane;

  LaneWorker(String job, Destination destination, Sending sending, @Nullable RunLedger ledger) {
    this.destination = destination;
    this.lookAhead = sending.lookAhead();
    this.limits = sending.limits();
    HttpTransport transport = sending.transport().get();
    this.connection = new Lifetime(transport);
    this.outlet = outlet(job, sending);
    Waiting real = sending.waiting().get();
    this.timeline = new LaneTimeline(real.clock());
    this.waits = new LaneWaits(timeline::waited);
    Waiting waiting = book.watching(waits.watching(real));
    Channel channel = new Channel(destination, transport, sending.retry(), waiting, new Listener());
    this.deliverer = new Deliverer(channel, outlet, this::delivered);
    if (ledger != null) {
      int ahead = destination.limits().maxEvents();
      book.keepIn(LaneJournals.of(job, ledger, ahead, waiting.clock()));
    }
  }

  private static Outlet outlet(String job, Sending sending) {
    try {
      return OUTLETS.get(job, () -> new Outlet(sending.limits(), StopRequest.ofThisProcess()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("an outlet that can't be made", e);
    }
  }

  /** Learns who has how many events, before the first is sent; says who has too many. */
  void expect(ActorLoads loads) {
    if (outlet.expect(loads)) {
      long perDay = limits.eventsPerDayPerActor();
      loads
          .over(perDay)
          .forEach(
              (actor, events) ->
                  LOG.warn(
                      "{} {} has {} events or more, {} are taken in 24 hours: what is over that"
                          + " will be deferred",
                      actor.kind().name().toLowerCase(Locale.ROOT),
                      actor.id(),
                      events,
                      perDay));
    }
  }

  /** Learns what was read, before the first event is sent. */
  void compare(Account read) {
    book.compare(read);
  }

  /** Begins a lane: whatever one that was given up has left behind is forgotten. */
  void begin(int number) {
    account = new Account();
    aside = new ArrayList<>();
    abandon(false);
    timeline.begin();
    connection.use();
    LaneJournal journal = book.open(number);
    if (journal != null) {
      journal.earlierReplies().forEach(account::replied);
      seen(journal.earlierUploadTime());
    }
    lane = new LaneDelivery(destination.limits(), lookAhead, deliverer, book, this::settled);
  }

  /** Takes the lane's next event; may deliver a batch first. */
  void add(QueuedEvent event) throws InterruptedException {
    carefully(delivery -> delivery.add(event));
  }

  /** Delivers all that was taken of the lane, which has no more. */
  void end() throws InterruptedException {
    carefully(LaneDelivery::finish);
    book.end();
    leave();
  }

  private interface Work {
    void on(LaneDelivery delivery) throws InterruptedException;
  }

  /** What was settled is written down, even if the lane fails. */
  private void carefully(Work work) throws InterruptedException {
    LaneDelivery current = lane;
    if (current == null) {
      return;
    }
    boolean done = false;
    try {
      work.on(current);
      done = true;
    } finally {
      if (!done) {
        abandon(!current.isInDoubt());
      }
    }
  }

  private void abandon(boolean certain) {
    book.abandon(certain);
    leave();
  }

  private void leave() {
    lane = null;
    tallies.tell(0);
    connection.rest();
  }

  /** What was set aside since the last call. */
  List<SetAside> takeAside() {
    List<SetAside> taken = aside;
    if (!taken.isEmpty()) {
      aside = new ArrayList<>();
    }
    return taken;
  }

  /** The account since the last call. */
  Account takeAccount() {
    Account taken = account;
    taken.happened(timeline.take());
    account = new Account();
    return taken;
  }

  /** Closes the connection; if a lane is at work, as soon as it is not. Any thread may do so. */
  @Override
  public void close() {
    connection.close();
  }

  private void delivered(Outcome outcome) {
    book.settled(outcome);
    timeline.ended(outcome.reason().disposition());
    settled(outcome);
  }

  private void seen(Span uploadTime) {
    if (!uploadTime.isEmpty()) {
      account.seenUploadTime(uploadTime.min());
      account.seenUploadTime(uploadTime.max());
    }
  }

  private void settled(Outcome outcome) {
    account.ended(outcome.event().origin().file(), outcome.reason(), 1);
    Disposition disposition = outcome.reason().disposition();
    tallies.ended(disposition);
    // What a ledger keeps for the next start of the run need not be written down once more.
    boolean kept = outcome.reason() == Reason.STOPPED && book.isKept();
    if (!kept && (disposition == Disposition.REJECTED || disposition == Disposition.DEFERRED)) {
      aside.add(outcome.setAside());
    }
  }

  private final class Listener implements DeliveryListener {
    @Override
    public void replied(String label, int bytes) {
      account.replied(label, 1);
      book.replied(label);
      timeline.replied(label);
      tallies.replied();
      tell();
    }

    @Override
    public void stored(long atMillis) {
      account.seenUploadTime(atMillis);
      book.stored(atMillis);
    }

    @Override
    public void miscounted(int sent, long counted) {
      LOG.warn("sent {} events, {} says it took {}", sent, destination.name(), counted);
    }

    @Override
    public void waiting(Duration wait, Cause cause, String why) {
      waits.begin(cause, wait);
      tell();
      boolean ours = cause == Cause.PACE || cause == Cause.DEVICE_PACE;
      if (!ours && wait.compareTo(WORTH_SAYING) >= 0) {
        LOG.warn("waiting {} s: {}", wait.toSeconds(), why);
      }
    }

    private void tell() {
      LaneDelivery current = lane;
      tallies.tell(current == null ? 0 : current.held());
    }
  }
}
