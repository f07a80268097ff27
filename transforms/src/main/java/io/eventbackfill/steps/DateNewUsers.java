package io.eventbackfill.steps;

import io.eventbackfill.coders.NewUsersCoder;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.ordering.EventBlock;
import io.eventbackfill.planning.NewUsers;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Min;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Finds the users of a live project who become new earlier by the events of a history.
 *
 * <p>Input: the events of the history, then those of the live project. Output: one value. Failures:
 * none. Order: none needed. Retried: the same. Users are those with an id; who has only a device is
 * not looked at.
 */
public final class DateNewUsers
    extends PTransform<PCollectionList<KV<Integer, EventBlock>>, PCollection<NewUsers>> {
  private static final long serialVersionUID = 1L;

  private static final TupleTag<Long> HISTORY = new TupleTag<>() {};
  private static final TupleTag<Long> LIVE = new TupleTag<>() {};

  private DateNewUsers() {}

  /** Compares the first of these with the second. */
  public static DateNewUsers ofHistoryAndLive() {
    return new DateNewUsers();
  }

  @Override
  public PCollection<NewUsers> expand(PCollectionList<KV<Integer, EventBlock>> both) {
    return KeyedPCollectionTuple.of(HISTORY, firstTimes("History", both.get(0)))
        .and(LIVE, firstTimes("Live", both.get(1)))
        .apply("Meet", CoGroupByKey.create())
        .apply("Compare", ParDo.of(new CompareFn()))
        .setCoder(KvCoder.of(VarLongCoder.of(), VarLongCoder.of()))
        .apply("Count", Combine.globally(new CountFn()));
  }

  /** The time of each user's first event, in milliseconds since 1970 UTC. */
  private static PCollection<KV<String, Long>> firstTimes(
      String name, PCollection<KV<Integer, EventBlock>> events) {
    return events
        .apply(name, ParDo.of(new FirstFn()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
        .apply(name + "First", Min.longsPerKey());
  }

  /** A user's first time in a bundle, at least once. */
  static final class FirstFn extends DoFn<KV<Integer, EventBlock>, KV<String, Long>> {
    private static final long serialVersionUID = 1L;

    private static final int MOST_USERS = 50_000;

    private transient Map<String, Long> first = new HashMap<>();

    @StartBundle
    public void startBundle() {
      first = new HashMap<>();
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, EventBlock> block, OutputReceiver<KV<String, Long>> out) {
      block.getValue().events().forEach(this::add);
      if (first.size() >= MOST_USERS) {
        first.forEach((user, time) -> out.output(KV.of(user, time)));
        first.clear();
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      GlobalWindow window = GlobalWindow.INSTANCE;
      first.forEach(
          (user, time) -> context.output(KV.of(user, time), window.maxTimestamp(), window));
      first.clear();
    }

    private void add(QueuedEvent event) {
      String user = event.who().user();
      if (user != null) {
        first.merge(user, event.time().millis(), Math::min);
      }
    }
  }

  /** First in the history, first live; of who is not in both the largest number stands in. */
  static final class CompareFn extends DoFn<KV<String, CoGbkResult>, KV<Long, Long>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element KV<String, CoGbkResult> user, OutputReceiver<KV<Long, Long>> out) {
      CoGbkResult times = user.getValue();
      out.output(
          KV.of(times.getOnly(HISTORY, Long.MAX_VALUE), times.getOnly(LIVE, Long.MAX_VALUE)));
    }
  }

  static final class CountFn extends CombineFn<KV<Long, Long>, NewUsers, NewUsers> {
    private static final long serialVersionUID = 1L;

    @Override
    public NewUsers createAccumulator() {
      return new NewUsers();
    }

    @Override
    public NewUsers addInput(NewUsers users, KV<Long, Long> times) {
      users.add(times.getKey(), times.getValue());
      return users;
    }

    @Override
    public NewUsers mergeAccumulators(Iterable<NewUsers> parts) {
      NewUsers all = new NewUsers();
      parts.forEach(all::merge);
      return all;
    }

    @Override
    public NewUsers extractOutput(NewUsers users) {
      return users;
    }

    @Override
    public Coder<NewUsers> getAccumulatorCoder(
        CoderRegistry registry, Coder<KV<Long, Long>> input) {
      return NewUsersCoder.of();
    }

    @Override
    public Coder<NewUsers> getDefaultOutputCoder(
        CoderRegistry registry, Coder<KV<Long, Long>> input) {
      return NewUsersCoder.of();
    }
  }
}
