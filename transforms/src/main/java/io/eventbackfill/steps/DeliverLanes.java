package io.eventbackfill.steps;

import io.eventbackfill.coders.AccountCoder;
import io.eventbackfill.coders.QueuedEventCoder;
import io.eventbackfill.coders.SetAsideCoder;
import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.HttpTransport;
import io.eventbackfill.delivery.LookAhead;
import io.eventbackfill.delivery.RetryPolicy;
import io.eventbackfill.delivery.SystemWaiting;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.ledger.RunLedger;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.pacing.ActorLoads;
import io.eventbackfill.pacing.PacingLimits;
import java.io.Serializable;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Delivers each lane's events in their total order, one request at a time.
 *
 * <p>Input: events keyed by lane, each with its own time. Output: nothing but what could not be
 * delivered. Failures: rejected and deferred events are set aside; a destination that can take
 * nothing at all fails the job. Order: within a lane by time; the runner sorts to the millisecond
 * and the lane does the rest. Retried: sends again what the failed bundle had sent, with the same
 * identities.
 */
public final class DeliverLanes
    extends PTransform<PCollection<KV<Integer, QueuedEvent>>, DeliverLanes.Result> {
  private static final long serialVersionUID = 1L;

  private static final TupleTag<SetAside> ASIDE = new TupleTag<>() {};
  private static final TupleTag<Account> ACCOUNT = new TupleTag<>() {};

  private final Destination destination;
  private final Sending sending;
  private final Ahead ahead;
  private final @Nullable RunLedger ledger;

  private DeliverLanes(
      Destination destination, Sending sending, Ahead ahead, @Nullable RunLedger ledger) {
    this.destination = destination;
    this.sending = sending;
    this.ahead = ahead;
    this.ledger = ledger;
  }

  /**
   * What is known of all events before the first is sent.
   *
   * @param read the account of the reading and mapping steps
   * @param loads how many events whom belongs to
   */
  record Ahead(PCollectionView<Account> read, PCollectionView<ActorLoads> loads)
      implements Serializable {}

  /**
   * How events leave a worker.
   *
   * @param transport makes the worker's transport
   * @param waiting makes the worker's clock
   * @param retry when to try again and when to give up
   * @param limits what one process may send
   * @param lookAhead how far a lane reads on while something in it is held
   */
  public record Sending(
      Worker<HttpTransport> transport,
      Worker<Waiting> waiting,
      RetryPolicy retry,
      PacingLimits limits,
      LookAhead lookAhead)
      implements Serializable {}

  /** Something that is made anew on each worker, since it can't travel. */
  public interface Worker<T> extends Supplier<T>, Serializable {}

  /**
   * Delivers to a destination, and only once all rows are mapped: nothing is sent before it is
   * known that the input is of one project, and who has more events than the day allows.
   *
   * @param destination who receives the events
   * @param sending how
   * @param read the account of the reading and mapping steps, whole
   * @param loads how many events each device and user has, whole
   */
  public static DeliverLanes to(
      Destination destination,
      Sending sending,
      PCollection<Account> read,
      PCollection<ActorLoads> loads) {
    return new DeliverLanes(
        destination,
        sending,
        new Ahead(
            read.apply("BeforeSending", Combine.globally(new SumAccounts()).asSingletonView()),
            loads.apply("WhoHasMost", Combine.globally(new SumLoads()).asSingletonView())),
        null);
  }

  /**
   * The same, but what this ledger knows to be settled is not sent, and what is sent is written.
   */
  public DeliverLanes recordedIn(RunLedger runLedger) {
    return new DeliverLanes(destination, sending, ahead, runLedger);
  }

  /** What was not delivered, and the account of every event. */
  public record Result(PCollection<SetAside> aside, PCollection<Account> account)
      implements StepOutput {}

  @Override
  public Result expand(PCollection<KV<Integer, QueuedEvent>> events) {
    PCollectionTuple out =
        events.apply(
            "Deliver",
            ParDo.of(new DeliverFn(destination, sending, ahead, ledger))
                .withSideInputs(ahead.read(), ahead.loads())
                .withOutputTags(ASIDE, TupleTagList.of(ACCOUNT)));
    return new Result(
        out.get(ASIDE).setCoder(SetAsideCoder.of()), out.get(ACCOUNT).setCoder(AccountCoder.of()));
  }

  /**
   * Events wait in the worker between elements, never beyond a bundle: what a bundle was given is
   * settled before it ends. Only those of the lane's latest millisecond wait longer, in the
   * engine's state: a bundle may end among them, and their order and their copies can't be told
   * before the last of them is there.
   */
  static final class DeliverFn extends DoFn<KV<Integer, QueuedEvent>, SetAside> {
    private static final long serialVersionUID = 1L;
    private static final String LATEST = "latest";
    private static final String HELD = "held";
    private static final String TAKEN = "taken";
    private static final String END = "end";

    private final String job = SystemWaiting.uniqueName();
    private final Destination destination;
    private final Sending sending;
    private final Ahead ahead;
    private final @Nullable RunLedger ledger;

    @StateId(LATEST)
    @SuppressWarnings("UnusedVariable") // Read by the engine, by reflection.
    private final StateSpec<ValueState<Long>> latestSpec = StateSpecs.value(VarLongCoder.of());

    @StateId(HELD)
    @SuppressWarnings("UnusedVariable") // Read by the engine, by reflection.
    private final StateSpec<BagState<QueuedEvent>> heldSpec = StateSpecs.bag(QueuedEventCoder.of());

    @StateId(TAKEN)
    @SuppressWarnings("UnusedVariable") // Read by the engine, by reflection.
    private final StateSpec<ValueState<Long>> takenSpec = StateSpecs.value(VarLongCoder.of());

    @TimerId(END)
    @SuppressWarnings("UnusedVariable") // Read by the engine, by reflection.
    private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    private transient @Nullable LaneWorker worker;
    private transient boolean started;

    DeliverFn(Destination destination, Sending sending, Ahead ahead, @Nullable RunLedger ledger) {
      this.ledger = ledger;
      this.destination = destination;
      this.sending = sending;
      this.ahead = ahead;
    }

    @Setup
    public void setup() {
      worker = new LaneWorker(job, destination, sending, ledger);
    }

    @StartBundle
    public void startBundle() {
      worker().begin();
    }

    @RequiresTimeSortedInput
    @ProcessElement
    public void process(
        ProcessContext context,
        @Element KV<Integer, QueuedEvent> element,
        @StateId(LATEST) ValueState<Long> latest,
        @StateId(HELD) BagState<QueuedEvent> held,
        @StateId(TAKEN) ValueState<Long> taken,
        @TimerId(END) Timer end,
        MultiOutputReceiver out)
        throws InterruptedException {
      if (!started) {
        start(context.sideInput(ahead.read()), context.sideInput(ahead.loads()));
      }
      long millis = element.getValue().time().millis();
      Long before = latest.read();
      if (before == null) {
        end.set(GlobalWindow.INSTANCE.maxTimestamp());
      } else if (millis < before) {
        throw new IllegalStateException(
            "the runner did not sort lane " + element.getKey() + " by time");
      } else if (millis > before) {
        release(element.getKey(), held, taken, out);
      }
      if (before == null || millis != before) {
        latest.write(millis);
      }
      held.add(element.getValue());
    }

    @OnTimer(END)
    public void end(
        @Key Integer lane,
        @StateId(LATEST) ValueState<Long> latest,
        @StateId(HELD) BagState<QueuedEvent> held,
        @StateId(TAKEN) ValueState<Long> taken,
        MultiOutputReceiver out)
        throws InterruptedException {
      release(lane, held, taken, out);
      worker().end();
      worker().takeAside().forEach(out.get(ASIDE)::output);
      latest.clear();
      taken.clear();
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) throws InterruptedException {
      worker().finish();
      Instant end = GlobalWindow.INSTANCE.maxTimestamp();
      worker()
          .takeAside()
          .forEach(aside -> context.output(ASIDE, aside, end, GlobalWindow.INSTANCE));
      context.output(ACCOUNT, worker().takeAccount(), end, GlobalWindow.INSTANCE);
    }

    @Teardown
    public void teardown() {
      if (worker != null) {
        worker.close();
      }
    }

    private LaneWorker worker() {
      return Objects.requireNonNull(worker, "not set up");
    }

    private void start(Account read, ActorLoads loads) {
      requireOneProject(read);
      worker().expect(loads);
      worker().compare(read);
      started = true;
    }

    private void release(
        int lane, BagState<QueuedEvent> held, ValueState<Long> taken, MultiOutputReceiver out)
        throws InterruptedException {
      Long before = ledger == null ? null : taken.read();
      long position = before == null ? 0 : before;
      for (QueuedEvent event : held.read()) {
        worker().add(lane, event, position);
        position++;
      }
      if (ledger != null) {
        taken.write(position);
      }
      held.clear();
      worker().takeAside().forEach(out.get(ASIDE)::output);
    }

    private static void requireOneProject(Account mapped) {
      if (mapped.projects().size() > 1) {
        throw new InputRefusedException(
            "the input holds rows of several projects (%s); nothing was sent. Choose one with"
                    .formatted(String.join(", ", mapped.projects()))
                + " --sourceProject");
      }
    }
  }
}
