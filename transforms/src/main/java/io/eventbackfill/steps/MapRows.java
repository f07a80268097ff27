package io.eventbackfill.steps;

import io.eventbackfill.coders.AccountCoder;
import io.eventbackfill.coders.ActorLoadsCoder;
import io.eventbackfill.coders.QueuedEventCoder;
import io.eventbackfill.coders.SetAsideCoder;
import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.StopRequest;
import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.pacing.ActorLoads;
import io.eventbackfill.steps.RowRouter.Routed;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Instant;

/**
 * Turns rows into events in the destination's format, each with its lane and its time.
 *
 * <p>Input: rows. Output: events keyed by lane, their timestamps the events' own. Failures: a row
 * that is no event the destination could take is set aside with the field to blame. Order: none.
 * Retried: maps again, to the same bytes.
 */
public final class MapRows extends PTransform<PCollection<RawRow>, MapRows.Result> {
  private static final long serialVersionUID = 1L;

  private static final TupleTag<KV<Integer, QueuedEvent>> EVENTS = new TupleTag<>() {};
  private static final TupleTag<SetAside> ASIDE = new TupleTag<>() {};
  private static final TupleTag<Account> ACCOUNT = new TupleTag<>() {};
  private static final TupleTag<ActorLoads> LOADS = new TupleTag<>() {};

  private final RowRouter router;
  private final int lanes;

  private MapRows(RowRouter router, int lanes) {
    this.router = router;
    this.lanes = lanes;
  }

  /**
   * Maps for a destination.
   *
   * @param mapping the rules
   * @param destination who will receive the events
   * @param orderBy whose order is to be kept
   * @param lanes how many lanes there are, at least 1
   * @param selection the events to take; the others are skipped
   */
  public static MapRows with(
      Mapping mapping, Destination destination, OrderBy orderBy, int lanes, Selection selection) {
    return new MapRows(new RowRouter(mapping, destination, orderBy, selection), lanes);
  }

  /**
   * Events by lane, rows that are none, and the account of the latter; and how many events each
   * device and user has in the input, copies too, in parts to be merged.
   */
  public record Result(
      PCollection<KV<Integer, QueuedEvent>> events,
      PCollection<SetAside> aside,
      PCollection<Account> account,
      PCollection<ActorLoads> loads)
      implements StepOutput {

    @Override
    public Map<TupleTag<?>, PValue> expand() {
      Map<TupleTag<?>, PValue> values = StepOutput.super.expand();
      values.putAll(events.expand());
      values.putAll(loads.expand());
      return values;
    }
  }

  @Override
  public Result expand(PCollection<RawRow> rows) {
    PCollectionTuple out =
        rows.apply(
            "Map",
            ParDo.of(new MapFn(router, lanes))
                .withOutputTags(EVENTS, TupleTagList.of(ASIDE).and(ACCOUNT).and(LOADS)));
    return new Result(
        out.get(EVENTS).setCoder(KvCoder.of(VarIntCoder.of(), QueuedEventCoder.of())),
        out.get(ASIDE).setCoder(SetAsideCoder.of()),
        out.get(ACCOUNT).setCoder(AccountCoder.of()),
        out.get(LOADS).setCoder(ActorLoadsCoder.of()));
  }

  /** The engine's time of an event: its own, kept inside the years an engine knows. */
  static Instant timestamp(QueuedEvent event) {
    Instant time = Instant.ofEpochMilli(event.time().millis());
    Instant first = BoundedWindow.TIMESTAMP_MIN_VALUE;
    Instant last = GlobalWindow.INSTANCE.maxTimestamp();
    return time.isBefore(first) ? first : time.isAfter(last) ? last : time;
  }

  static final class MapFn extends DoFn<RawRow, KV<Integer, QueuedEvent>> {
    private static final long serialVersionUID = 1L;

    private final RowRouter router;
    private final int lanes;
    private final Tally events = Tally.of("map/events");
    private final Tally rejected = Tally.of("map/rows-rejected");
    private final Tally skipped = Tally.of("map/rows-skipped");
    private transient AccountKeeper keeper = new AccountKeeper();
    private transient ActorLoads loads = ActorLoads.empty();

    MapFn(RowRouter router, int lanes) {
      this.router = router;
      this.lanes = lanes;
    }

    @StartBundle
    public void startBundle() {
      keeper = new AccountKeeper();
      loads = ActorLoads.empty();
    }

    @ProcessElement
    public void process(@Element RawRow row, MultiOutputReceiver out) {
      if (StopRequest.ofThisProcess().isRaised()) {
        // Nothing is sent before all is mapped, so there is nothing to settle or defer.
        throw new StoppedEarlyException("asked to stop while reading; nothing was sent");
      }
      Account account = keeper.account();
      Routed routed = router.route(row);
      if (routed instanceof Routed.ToLane lane) {
        QueuedEvent event = lane.event();
        lane.project().ifPresent(account::seenProject);
        lane.notes().forEach(noted -> account.noted(noted, 1));
        account.seenEventTime(event.time().millis());
        loads.add(event.who());
        events.add(1);
        out.get(EVENTS)
            .outputWithTimestamp(
                KV.of(OrderBy.lane(event.orderKey(), lanes), event), timestamp(event));
      } else if (routed instanceof Routed.Aside ended) {
        Reason reason = ended.aside().cause().reason();
        account.ended(row.origin().file(), reason, 1);
        if (reason.disposition() == Disposition.SKIPPED) {
          skipped.add(1);
        } else {
          rejected.add(1);
          out.get(ASIDE).output(ended.aside());
        }
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      keeper.release(context, ACCOUNT);
      if (!loads.isEmpty()) {
        context.output(LOADS, loads, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
        loads = ActorLoads.empty();
      }
    }
  }
}
