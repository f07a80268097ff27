package io.eventbackfill.steps;

import io.eventbackfill.coders.DistinctIdsCoder;
import io.eventbackfill.coders.SharedDevicesCoder;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.ordering.EventBlock;
import io.eventbackfill.planning.DistinctIds;
import io.eventbackfill.planning.SharedDevices;
import io.eventbackfill.planning.SharedDevices.Shared;
import java.util.HashSet;
import java.util.Set;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Finds the devices that several users have used. Exact, whatever the order of lanes: the engine
 * groups by device, which a sketch could not do for those devices that matter most, the rare ones
 * with many users. What is grouped are the different pairs of device and user of a bundle, not
 * events.
 *
 * <p>Input: events. Output: one value. Failures: none. Order: none needed. Retried: the same.
 */
public final class FindSharedDevices
    extends PTransform<PCollection<KV<Integer, EventBlock>>, PCollection<SharedDevices>> {
  private static final long serialVersionUID = 1L;

  private FindSharedDevices() {}

  /** Finds them. */
  public static FindSharedDevices ofEvents() {
    return new FindSharedDevices();
  }

  @Override
  public PCollection<SharedDevices> expand(PCollection<KV<Integer, EventBlock>> events) {
    return events
        .apply("Pairs", ParDo.of(new PairFn()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()))
        .apply("Users", Combine.perKey(new CountFn()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
        .apply("Shared", Combine.globally(new CollectFn()));
  }

  /** Device and user, of each pair at least one in a bundle. */
  static final class PairFn extends DoFn<KV<Integer, EventBlock>, KV<String, String>> {
    private static final long serialVersionUID = 1L;

    private static final int MOST_PAIRS = 50_000;

    private transient Set<KV<String, String>> seen = new HashSet<>();

    @StartBundle
    public void startBundle() {
      seen = new HashSet<>();
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, EventBlock> block, OutputReceiver<KV<String, String>> out) {
      block.getValue().events().forEach(event -> add(event.who()));
      if (seen.size() >= MOST_PAIRS) {
        seen.forEach(out::output);
        seen.clear();
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      GlobalWindow window = GlobalWindow.INSTANCE;
      seen.forEach(pair -> context.output(pair, window.maxTimestamp(), window));
      seen.clear();
    }

    private void add(Who who) {
      if (who.device() != null && who.user() != null) {
        seen.add(KV.of(who.device(), who.user()));
      }
    }
  }

  /** How many different users a device has. */
  static final class CountFn extends CombineFn<String, DistinctIds, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public DistinctIds createAccumulator() {
      return DistinctIds.exactUpTo(SharedDevices.EXACT_USERS);
    }

    @Override
    public DistinctIds addInput(DistinctIds users, String user) {
      users.add(user);
      return users;
    }

    @Override
    public DistinctIds mergeAccumulators(Iterable<DistinctIds> users) {
      DistinctIds all = createAccumulator();
      users.forEach(all::merge);
      return all;
    }

    @Override
    public Long extractOutput(DistinctIds users) {
      return users.count();
    }

    @Override
    public Coder<DistinctIds> getAccumulatorCoder(CoderRegistry registry, Coder<String> input) {
      return DistinctIdsCoder.of(SharedDevices.EXACT_USERS);
    }

    @Override
    public Coder<Long> getDefaultOutputCoder(CoderRegistry registry, Coder<String> input) {
      return VarLongCoder.of();
    }
  }

  /** The shared ones among all devices. */
  static final class CollectFn extends CombineFn<KV<String, Long>, SharedDevices, SharedDevices> {
    private static final long serialVersionUID = 1L;

    @Override
    public SharedDevices createAccumulator() {
      return new SharedDevices();
    }

    @Override
    public SharedDevices addInput(SharedDevices shared, KV<String, Long> device) {
      shared.add(new Shared(device.getKey(), device.getValue()));
      return shared;
    }

    @Override
    public SharedDevices mergeAccumulators(Iterable<SharedDevices> parts) {
      SharedDevices all = new SharedDevices();
      parts.forEach(all::merge);
      return all;
    }

    @Override
    public SharedDevices extractOutput(SharedDevices shared) {
      return shared;
    }

    @Override
    public Coder<SharedDevices> getAccumulatorCoder(
        CoderRegistry registry, Coder<KV<String, Long>> input) {
      return SharedDevicesCoder.of();
    }

    @Override
    public Coder<SharedDevices> getDefaultOutputCoder(
        CoderRegistry registry, Coder<KV<String, Long>> input) {
      return SharedDevicesCoder.of();
    }
  }
}
