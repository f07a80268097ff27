package io.eventbackfill.steps;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.eventbackfill.coders.AccountCoder;
import io.eventbackfill.coders.RehearsedLaneCoder;
import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.LookAhead;
import io.eventbackfill.delivery.Outcome;
import io.eventbackfill.delivery.StopRequest;
import io.eventbackfill.delivery.SystemWaiting;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.LaneRange;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.ordering.EventBlock;
import io.eventbackfill.ordering.LaneSorter;
import io.eventbackfill.ordering.SortMemory;
import io.eventbackfill.pacing.ActorLoads;
import io.eventbackfill.pacing.DailyQuota;
import io.eventbackfill.pacing.PacingLimits;
import io.eventbackfill.rehearsal.LaneRehearsal;
import io.eventbackfill.rehearsal.ProjectShare;
import io.eventbackfill.rehearsal.RehearsedLane;
import io.eventbackfill.steps.GatherLanes.Ahead;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Delivers each lane's events to nobody, in virtual time: where every event would end, and how long
 * each lane would take.
 *
 * <p>Input: blocks of events keyed by lane. Output: what came of each lane, and the account of
 * every event. Failures: none but those of the machine. Order: within a lane by time. Retried: the
 * same lanes again; what a lane took of the daily quota before it failed stays taken.
 */
public final class RehearseLanes
    extends PTransform<PCollection<KV<Integer, EventBlock>>, RehearseLanes.Result> {
  private static final long serialVersionUID = 1L;

  private static final TupleTag<RehearsedLane> LANES = new TupleTag<>() {};
  private static final TupleTag<Account> ACCOUNT = new TupleTag<>() {};

  private final Terms terms;
  private final LaneRange lanes;
  private final transient PCollection<Account> read;
  private final PCollectionView<ActorLoads> loads;

  private RehearseLanes(
      Terms terms, LaneRange lanes, PCollection<Account> read, PCollectionView<ActorLoads> loads) {
    this.terms = terms;
    this.lanes = lanes;
    this.read = read;
    this.loads = loads;
  }

  /**
   * How lanes are rehearsed.
   *
   * @param destination who would receive the events
   * @param limits what one process would stay within
   * @param vendorLimits the same at the vendor's limits
   * @param processes that send at the same time
   * @param atOnce the part of the lanes that would be at work at the same time, at most 1
   * @param lookAhead how far a lane reads on while something in it is held
   * @param requestTime from a request's departure to its answer
   * @param clock makes the worker's clock
   */
  public record Terms(
      Destination destination,
      PacingLimits limits,
      PacingLimits vendorLimits,
      int processes,
      double atOnce,
      LookAhead lookAhead,
      Duration requestTime,
      PerWorker<InstantSource> clock)
      implements Serializable {}

  /**
   * Rehearses once all rows are mapped.
   *
   * @param lanes the lanes there may be
   * @param read the account of the reading and mapping steps, whole
   * @param loads how many events each device and user has, whole
   */
  public static RehearseLanes with(
      Terms terms, LaneRange lanes, PCollection<Account> read, PCollection<ActorLoads> loads) {
    return new RehearseLanes(
        terms,
        lanes,
        read,
        loads.apply("WhoHasMost", Combine.globally(new SumLoads()).asSingletonView()));
  }

  /**
   * What came of each lane, and of every event.
   *
   * @param loads how many events each device and user has, for whoever needs that too
   */
  public record Result(
      PCollection<RehearsedLane> lanes,
      PCollection<Account> account,
      PCollectionView<ActorLoads> loads)
      implements POutput {

    @Override
    public Pipeline getPipeline() {
      return lanes.getPipeline();
    }

    @Override
    public Map<TupleTag<?>, PValue> expand() {
      Map<TupleTag<?>, PValue> values = new HashMap<>(lanes.expand());
      values.putAll(account.expand());
      return values;
    }

    @Override
    public void finishSpecifyingOutput(String name, PInput input, PTransform<?, ?> transform) {}
  }

  @Override
  public Result expand(PCollection<KV<Integer, EventBlock>> events) {
    PCollectionTuple out =
        GatherLanes.gather(events, lanes, read, loads)
            .apply(
                "Rehearse",
                ParDo.of(new RehearseFn(terms)).withOutputTags(LANES, TupleTagList.of(ACCOUNT)));
    return new Result(
        out.get(LANES).setCoder(RehearsedLaneCoder.of()),
        out.get(ACCOUNT).setCoder(AccountCoder.of()),
        loads);
  }

  /** The quotas that the lanes of a process share, by the limits they belong to. */
  private record Quotas(DailyQuota configured, DailyQuota vendor) {
    static Quotas of(Terms terms, ActorLoads loads) {
      return new Quotas(quota(terms.limits(), loads), quota(terms.vendorLimits(), loads));
    }

    private static DailyQuota quota(PacingLimits limits, ActorLoads loads) {
      DailyQuota quota = new DailyQuota(limits.eventsPerDayPerActor());
      quota.countOnly(loads.mayExceed(limits.eventsPerDayPerActor()));
      return quota;
    }
  }

  /** A lane is one element. */
  static final class RehearseFn extends DoFn<KV<Integer, Iterable<RawUnionValue>>, RehearsedLane> {
    private static final long serialVersionUID = 1L;

    /** They last as long as any worker of their job. */
    private static final Cache<String, Quotas> QUOTAS =
        CacheBuilder.newBuilder().weakValues().build();

    private final String job = SystemWaiting.uniqueName();
    private final Terms terms;
    private transient @Nullable String worker;
    private transient @Nullable Quotas quotas;
    private transient long all;

    RehearseFn(Terms terms) {
      this.terms = terms;
    }

    @Setup
    public void setup() {
      worker = SystemWaiting.uniqueName();
    }

    @ProcessElement
    public void process(@Element KV<Integer, Iterable<RawUnionValue>> lane, MultiOutputReceiver out)
        throws InterruptedException, IOException {
      try (LaneSorter sorter = new LaneSorter(SortMemory.ofThisProcess())) {
        Ahead ahead = GatherLanes.read(lane.getValue(), sorter);
        if (sorter.count() > 0) {
          Account account = new Account();
          Quotas shared = quotas(ahead);
          out.get(LANES).output(rehearse(lane.getKey(), shared, sorter, account));
          out.get(ACCOUNT).output(account);
        }
      }
    }

    private RehearsedLane rehearse(int number, Quotas shared, LaneSorter sorter, Account account)
        throws InterruptedException, IOException {
      long begun = terms.clock().get().instant().toEpochMilli();
      LaneRehearsal configured =
          lane(terms.limits(), shared.configured(), sorter.count(), enterInto(account));
      LaneRehearsal vendor =
          lane(terms.vendorLimits(), shared.vendor(), sorter.count(), ended -> {});
      QueuedEvent event;
      while ((event = sorter.next()) != null) {
        requireGoingOn();
        configured.add(event);
        vendor.add(event);
      }
      String who = Objects.requireNonNull(worker, "not set up");
      return new RehearsedLane(number, who, begun, configured.finish(), vendor.finish());
    }

    private LaneRehearsal lane(
        PacingLimits limits, DailyQuota quota, long events, Consumer<Outcome> outcomes) {
      double share = ProjectShare.of(events, all / terms.processes(), terms.atOnce(), limits);
      LaneRehearsal.Terms own =
          new LaneRehearsal.Terms(
              terms.destination(), limits, quota, terms.lookAhead(), terms.requestTime());
      return new LaneRehearsal(own, share, outcomes);
    }

    private Quotas quotas(Ahead ahead) throws IOException {
      Quotas known = quotas;
      if (known == null) {
        KV<Account, ActorLoads> before = ahead.unpack();
        all = events(before.getKey());
        try {
          known = QUOTAS.get(job, () -> Quotas.of(terms, before.getValue()));
        } catch (ExecutionException e) {
          throw new IllegalStateException("quotas that can't be made", e);
        }
        quotas = known;
      }
      return known;
    }

    /** Rows that became events: those that have not ended yet. */
    private static long events(Account read) {
      return read.rowsRead() - read.reasons().values().stream().mapToLong(n -> n).sum();
    }

    private static Consumer<Outcome> enterInto(Account account) {
      return ended -> account.ended(ended.event().origin().file(), ended.reason(), 1);
    }

    private static void requireGoingOn() {
      if (StopRequest.ofThisProcess().isRaised()) {
        throw new StoppedEarlyException("asked to stop; there is no plan");
      }
    }
  }
}
