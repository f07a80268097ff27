package io.eventbackfill.steps;

import io.eventbackfill.coders.AccountCoder;
import io.eventbackfill.coders.ActorLoadsCoder;
import io.eventbackfill.coders.EventBlockCoder;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.LaneRange;
import io.eventbackfill.ordering.EventBlock;
import io.eventbackfill.ordering.LaneSorter;
import io.eventbackfill.pacing.ActorLoads;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.apache.beam.sdk.transforms.join.UnionCoder;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Brings the blocks of each lane together, and to each lane what was known before it begins.
 *
 * <p>What is known comes as one more value of the lane and not as a side input: Flink's runner
 * streams a lane's values into the next step only if that step has no side inputs, and else puts
 * all of them into memory at once, which no memory holds for years of events. As a grouping ends
 * when all its input is there, nothing begins before everything before it is over.
 */
final class GatherLanes {
  private static final int BLOCK = 0;
  private static final int AHEAD = 1;

  private static final Coder<KV<Integer, RawUnionValue>> CODER =
      KvCoder.of(
          VarIntCoder.of(), UnionCoder.of(List.of(EventBlockCoder.of(), ByteArrayCoder.of())));

  private static final Coder<KV<Account, ActorLoads>> KNOWN =
      KvCoder.of(AccountCoder.of(), ActorLoadsCoder.of());

  private GatherLanes() {}

  /**
   * What is known of all events before a lane begins: the account of what is over, and how many
   * events whom belongs to. It remains packed until it is asked for, which a worker does once and
   * not for each of its lanes: to unpack it takes tens of milliseconds, and an engine would do so,
   * and pack it again, wherever it moves or sorts the values of a lane.
   */
  static final class Ahead {
    private final byte[] packed;

    private Ahead(byte[] packed) {
      this.packed = packed;
    }

    /** The account of what is over, and the loads. */
    KV<Account, ActorLoads> unpack() throws CoderException {
      return CoderUtils.decodeFromByteArray(KNOWN, packed);
    }
  }

  /**
   * An element for each lane, which is to be read once, through {@link #read}.
   *
   * @param events blocks by lane
   * @param lanes the lanes there are, with events or without
   * @param before the account of all that must be over before any lane begins
   * @param loads how many events whom belongs to
   */
  static PCollection<KV<Integer, Iterable<RawUnionValue>>> gather(
      PCollection<KV<Integer, EventBlock>> events,
      LaneRange lanes,
      PCollection<Account> before,
      PCollectionView<ActorLoads> loads) {
    PCollection<KV<Integer, RawUnionValue>> blocks =
        events.apply("Blocks", ParDo.of(new BlockFn())).setCoder(CODER);
    PCollection<KV<Integer, RawUnionValue>> known =
        before
            .apply("Before", Combine.globally(new SumAccounts()))
            .apply("ToEachLane", ParDo.of(new AheadFn(lanes, loads)).withSideInputs(loads))
            .setCoder(CODER);
    return PCollectionList.of(blocks)
        .and(known)
        .apply("All", Flatten.pCollections())
        .apply("ByLane", GroupByKey.create());
  }

  /**
   * Reads a lane.
   *
   * @param values the lane's, read once
   * @param sorter takes the events
   * @return what was known before
   * @throws IOException if events had to be written to disk and could not be
   */
  static Ahead read(Iterable<RawUnionValue> values, LaneSorter sorter) throws IOException {
    Ahead ahead = null;
    for (RawUnionValue value : values) {
      if (value.getUnionTag() == AHEAD) {
        ahead = new Ahead((byte[]) value.getValue());
      } else {
        sorter.add((EventBlock) value.getValue());
      }
    }
    if (ahead == null) {
      throw new IllegalStateException("a lane outside of its range");
    }
    return ahead;
  }

  static final class BlockFn extends DoFn<KV<Integer, EventBlock>, KV<Integer, RawUnionValue>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element KV<Integer, EventBlock> block, OutputReceiver<KV<Integer, RawUnionValue>> out) {
      out.output(KV.of(block.getKey(), new RawUnionValue(BLOCK, block.getValue())));
    }
  }

  static final class AheadFn extends DoFn<Account, KV<Integer, RawUnionValue>> {
    private static final long serialVersionUID = 1L;

    private final LaneRange lanes;
    private final PCollectionView<ActorLoads> loads;

    AheadFn(LaneRange lanes, PCollectionView<ActorLoads> loads) {
      this.lanes = lanes;
      this.loads = loads;
    }

    @ProcessElement
    public void process(ProcessContext context, OutputReceiver<KV<Integer, RawUnionValue>> out)
        throws CoderException {
      KV<Account, ActorLoads> known = KV.of(context.element(), context.sideInput(loads));
      RawUnionValue ahead = new RawUnionValue(AHEAD, CoderUtils.encodeToByteArray(KNOWN, known));
      for (int lane = 0; lane < lanes.count(); lane++) {
        out.output(KV.of(lanes.first() + lane, ahead));
      }
    }
  }
}
