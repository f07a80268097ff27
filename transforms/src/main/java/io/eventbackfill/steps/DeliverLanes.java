package io.eventbackfill.steps;

import io.eventbackfill.coders.AccountCoder;
import io.eventbackfill.coders.SetAsideCoder;
import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.HttpTransport;
import io.eventbackfill.delivery.LookAhead;
import io.eventbackfill.delivery.RetryPolicy;
import io.eventbackfill.delivery.SystemWaiting;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.ledger.RunLedger;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.LaneRange;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.ordering.EventBlock;
import io.eventbackfill.ordering.LaneSorter;
import io.eventbackfill.ordering.SortMemory;
import io.eventbackfill.pacing.ActorLoads;
import io.eventbackfill.pacing.PacingLimits;
import io.eventbackfill.steps.GatherLanes.Ahead;
import java.io.IOException;
import java.io.Serializable;
import java.util.Objects;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Delivers each lane's events in their total order, one request at a time.
 *
 * <p>Input: blocks of events keyed by lane. Output: nothing but what could not be delivered.
 * Failures: rejected and deferred events are set aside; a destination that can take nothing at all
 * fails the job. Order: within a lane by time. Retried: sends again what the failed bundle had sent
 * and not written down, with the same identities.
 *
 * <p>A grouping, and no stateful step with sorted input: the engine moves and sorts blocks, which
 * it does fast, and events are sorted here, in memory that has a bound and may be spilled.
 */
public final class DeliverLanes
    extends PTransform<PCollection<KV<Integer, EventBlock>>, DeliverLanes.Result> {
  private static final long serialVersionUID = 1L;

  private static final TupleTag<SetAside> ASIDE = new TupleTag<>() {};
  private static final TupleTag<Account> ACCOUNT = new TupleTag<>() {};

  private final String job;
  private final Destination destination;
  private final Sending sending;
  private final PCollectionView<ActorLoads> loads;
  private final LaneRange lanes;
  private final transient PCollection<Account> before;
  private final @Nullable RunLedger ledger;

  private DeliverLanes(
      String job,
      Destination destination,
      Sending sending,
      PCollectionView<ActorLoads> loads,
      LaneRange lanes,
      PCollection<Account> before,
      @Nullable RunLedger ledger) {
    this.job = job;
    this.destination = destination;
    this.sending = sending;
    this.loads = loads;
    this.lanes = lanes;
    this.before = before;
    this.ledger = ledger;
  }

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
      PerWorker<HttpTransport> transport,
      PerWorker<Waiting> waiting,
      RetryPolicy retry,
      PacingLimits limits,
      LookAhead lookAhead)
      implements Serializable {}

  /**
   * Delivers to a destination, and only once all rows are mapped: nothing is sent before it is
   * known that the input is of one project, and who has more events than the day allows.
   *
   * @param destination who receives the events
   * @param sending how
   * @param lanes the lanes there may be
   * @param read the account of the reading and mapping steps, whole
   * @param loads how many events each device and user has, whole
   */
  public static DeliverLanes to(
      Destination destination,
      Sending sending,
      LaneRange lanes,
      PCollection<Account> read,
      PCollection<ActorLoads> loads) {
    return new DeliverLanes(
        SystemWaiting.uniqueName(),
        destination,
        sending,
        loads.apply("WhoHasMost", Combine.globally(new SumLoads()).asSingletonView()),
        lanes,
        read,
        null);
  }

  /**
   * The same, but what this ledger knows to be settled is not sent, and what is sent is written.
   */
  public DeliverLanes recordedIn(RunLedger runLedger) {
    return new DeliverLanes(job, destination, sending, loads, lanes, before, runLedger);
  }

  /**
   * The same for other lanes, at the same pace.
   *
   * @param others the lanes
   * @param over the account of all that must be over before any of them begins
   */
  public DeliverLanes forLanes(LaneRange others, PCollection<Account> over) {
    return new DeliverLanes(job, destination, sending, loads, others, over, ledger);
  }

  /** What was not delivered, and the account of every event. */
  public record Result(PCollection<SetAside> aside, PCollection<Account> account)
      implements StepOutput {}

  @Override
  public Result expand(PCollection<KV<Integer, EventBlock>> events) {
    PCollectionTuple out =
        GatherLanes.gather(events, lanes, before, loads)
            .apply(
                "Deliver",
                ParDo.of(new DeliverFn(job, destination, sending, ledger))
                    .withOutputTags(ASIDE, TupleTagList.of(ACCOUNT)));
    return new Result(
        out.get(ASIDE).setCoder(SetAsideCoder.of()), out.get(ACCOUNT).setCoder(AccountCoder.of()));
  }

  /**
   * A lane is one element, and done when it ends. One that is given up in the middle is begun anew;
   * the ledger knows what was settled.
   */
  static final class DeliverFn extends DoFn<KV<Integer, Iterable<RawUnionValue>>, SetAside> {
    private static final long serialVersionUID = 1L;

    private final String job;
    private final Destination destination;
    private final Sending sending;
    private final @Nullable RunLedger ledger;
    private transient @Nullable LaneWorker worker;
    private transient boolean started;

    DeliverFn(String job, Destination destination, Sending sending, @Nullable RunLedger ledger) {
      this.job = job;
      this.ledger = ledger;
      this.destination = destination;
      this.sending = sending;
    }

    @Setup
    public void setup() {
      worker = new LaneWorker(job, destination, sending, ledger);
    }

    @ProcessElement
    public void process(@Element KV<Integer, Iterable<RawUnionValue>> lane, MultiOutputReceiver out)
        throws InterruptedException, IOException {
      LaneWorker lanes = Objects.requireNonNull(worker, "not set up");
      try (LaneSorter sorter = new LaneSorter(SortMemory.ofThisProcess())) {
        Ahead ahead = GatherLanes.read(lane.getValue(), sorter);
        if (sorter.count() > 0) {
          start(lanes, ahead);
          lanes.begin(lane.getKey());
          deliver(lanes, sorter, out.get(ASIDE));
          out.get(ACCOUNT).output(lanes.takeAccount());
        }
      }
    }

    private static void deliver(LaneWorker lanes, LaneSorter sorter, OutputReceiver<SetAside> aside)
        throws InterruptedException, IOException {
      QueuedEvent event;
      while ((event = sorter.next()) != null) {
        lanes.add(event);
        lanes.takeAside().forEach(aside::output);
      }
      lanes.end();
      lanes.takeAside().forEach(aside::output);
    }

    @Teardown
    public void teardown() {
      if (worker != null) {
        worker.close();
      }
    }

    private void start(LaneWorker lanes, Ahead ahead) throws IOException {
      if (!started) {
        KV<Account, ActorLoads> known = ahead.unpack();
        requireOneProject(known.getKey());
        lanes.expect(known.getValue());
        lanes.compare(known.getKey());
        started = true;
      }
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
