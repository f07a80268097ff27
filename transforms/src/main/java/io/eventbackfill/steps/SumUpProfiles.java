package io.eventbackfill.steps;

import io.eventbackfill.coders.AccountCoder;
import io.eventbackfill.coders.DeviceFactsCoder;
import io.eventbackfill.coders.EventBlockCoder;
import io.eventbackfill.coders.LatestProfileCoder;
import io.eventbackfill.delivery.Profiling;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.Actor;
import io.eventbackfill.model.Generated;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.Profile;
import io.eventbackfill.model.Reason;
import io.eventbackfill.ordering.EventBlock;
import io.eventbackfill.persons.DeviceFacts;
import io.eventbackfill.persons.LatestProfile;
import io.eventbackfill.persons.PersonFacts;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the latest properties of each user, and of each device that no user has used, and makes the
 * events that tell the destination.
 *
 * <p>The latest are those of the latest event that has any; of equal times the event that comes
 * last in its lane.
 *
 * <p>Input: facts, in parts. Output: the events, all of one lane, and their account: a profile that
 * the destination does not take is skipped as {@code not-profiled}. Failures: none. Order: none
 * needed; the events are the same, byte for byte, whatever the parts and their order. Retried: the
 * same.
 */
public final class SumUpProfiles
    extends PTransform<PCollection<PersonFacts>, SumUpProfiles.Result> {
  private static final long serialVersionUID = 1L;

  private static final TupleTag<KV<String, LatestProfile>> USERS = new TupleTag<>() {};
  private static final TupleTag<KV<String, DeviceFacts>> DEVICES = new TupleTag<>() {};
  private static final TupleTag<DeviceFacts> ITS_FACTS = new TupleTag<>() {};
  private static final TupleTag<String> ITS_JOINING = new TupleTag<>() {};
  private static final TupleTag<KV<Integer, EventBlock>> EVENTS = new TupleTag<>() {};
  private static final TupleTag<Account> ACCOUNT = new TupleTag<>() {};

  private static final Coder<KV<String, LatestProfile>> PROFILES =
      KvCoder.of(StringUtf8Coder.of(), LatestProfileCoder.of());

  private final Profiling profiling;
  private final int lane;
  private final transient @Nullable PCollection<String> joined;

  private SumUpProfiles(Profiling profiling, int lane, @Nullable PCollection<String> joined) {
    this.profiling = profiling;
    this.lane = lane;
    this.joined = joined;
  }

  /**
   * Sums them up as a destination wants it.
   *
   * @param lane of all events
   */
  public static SumUpProfiles by(Profiling profiling, int lane) {
    return new SumUpProfiles(profiling, lane, null);
  }

  /**
   * This step, leaving out devices that belong to a user although none was seen with them: what was
   * known of them before would be told as that user's latest.
   *
   * @param devices as {@code LinkDevices} finds them
   */
  public SumUpProfiles without(PCollection<String> devices) {
    return new SumUpProfiles(profiling, lane, devices);
  }

  /**
   * What was summed up.
   *
   * @param events those that tell the destination, by lane
   * @param account of these events, each a row of {@link Generated#PROFILES}; in parts
   */
  public record Result(PCollection<KV<Integer, EventBlock>> events, PCollection<Account> account)
      implements POutput {

    @Override
    public Pipeline getPipeline() {
      return events.getPipeline();
    }

    @Override
    public Map<TupleTag<?>, PValue> expand() {
      Map<TupleTag<?>, PValue> values = new HashMap<>(events.expand());
      values.putAll(account.expand());
      return values;
    }

    @Override
    public void finishSpecifyingOutput(String name, PInput input, PTransform<?, ?> transform) {}
  }

  @Override
  public Result expand(PCollection<PersonFacts> facts) {
    PCollectionTuple parts =
        facts.apply(
            "Divide", ParDo.of(new DivideFn()).withOutputTags(USERS, TupleTagList.of(DEVICES)));
    PCollection<KV<String, LatestProfile>> users =
        parts
            .get(USERS)
            .setCoder(PROFILES)
            .apply("Latest", Combine.perKey(SumUpProfiles::latest))
            .setCoder(PROFILES);
    PCollectionTuple ofUsers = tell("TellUsers", Actor.Kind.USER, users);
    PCollectionTuple ofDevices = tell("TellDevices", Actor.Kind.DEVICE, unused(parts));
    return new Result(
        PCollectionList.of(ofUsers.get(EVENTS))
            .and(ofDevices.get(EVENTS))
            .apply("Events", Flatten.pCollections()),
        PCollectionList.of(ofUsers.get(ACCOUNT))
            .and(ofDevices.get(ACCOUNT))
            .apply("Account", Flatten.pCollections()));
  }

  /** The latest profiles of devices that no user has used. */
  private PCollection<KV<String, LatestProfile>> unused(PCollectionTuple parts) {
    KeyedPCollectionTuple<String> devices =
        KeyedPCollectionTuple.of(
            ITS_FACTS,
            parts.get(DEVICES).setCoder(KvCoder.of(StringUtf8Coder.of(), DeviceFactsCoder.of())));
    if (joined != null) {
      devices =
          devices.and(
              ITS_JOINING,
              joined
                  .apply(
                      "Joined",
                      WithKeys.of((String device) -> device).withKeyType(TypeDescriptors.strings()))
                  .setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of())));
    }
    return devices
        .apply("ByDevice", CoGroupByKey.create())
        .apply("Unused", ParDo.of(new UnusedFn(joined != null)))
        .setCoder(PROFILES);
  }

  private PCollectionTuple tell(
      String name, Actor.Kind kind, PCollection<KV<String, LatestProfile>> profiles) {
    PCollectionTuple told =
        profiles.apply(
            name,
            ParDo.of(new TellFn(profiling, lane, kind))
                .withOutputTags(EVENTS, TupleTagList.of(ACCOUNT)));
    told.get(EVENTS).setCoder(KvCoder.of(VarIntCoder.of(), EventBlockCoder.of()));
    told.get(ACCOUNT).setCoder(AccountCoder.of());
    return told;
  }

  private static LatestProfile latest(Iterable<LatestProfile> profiles) {
    LatestProfile latest = null;
    for (LatestProfile profile : profiles) {
      latest = LatestProfile.latest(latest, profile);
    }
    return Objects.requireNonNull(latest, "nobody is grouped without a profile");
  }

  /** Takes facts apart, by whom they are about. */
  static final class DivideFn extends DoFn<PersonFacts, KV<String, LatestProfile>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element PersonFacts facts, MultiOutputReceiver out) {
      facts.users().forEach((user, profile) -> out.get(USERS).output(KV.of(user, profile)));
      facts.devices().forEach((device, its) -> out.get(DEVICES).output(KV.of(device, its)));
    }
  }

  static final class UnusedFn extends DoFn<KV<String, CoGbkResult>, KV<String, LatestProfile>> {
    private static final long serialVersionUID = 1L;

    private final boolean someJoin;

    UnusedFn(boolean someJoin) {
      this.someJoin = someJoin;
    }

    @ProcessElement
    public void process(
        @Element KV<String, CoGbkResult> device, OutputReceiver<KV<String, LatestProfile>> out) {
      DeviceFacts facts = new DeviceFacts();
      device.getValue().getAll(ITS_FACTS).forEach(facts::merge);
      LatestProfile profile = facts.profile();
      if (profile != null && !joins(device.getValue())) {
        out.output(KV.of(device.getKey(), profile));
      }
    }

    private boolean joins(CoGbkResult device) {
      return someJoin && device.getAll(ITS_JOINING).iterator().hasNext();
    }
  }

  static final class TellFn extends DoFn<KV<String, LatestProfile>, KV<Integer, EventBlock>> {
    private static final long serialVersionUID = 1L;

    private final Profiling profiling;
    private final int lane;
    private final Actor.Kind kind;
    private transient GeneratedEvents profiles;

    TellFn(Profiling profiling, int lane, Actor.Kind kind) {
      this.profiling = profiling;
      this.lane = lane;
      this.kind = kind;
      this.profiles = new GeneratedEvents(lane, Reason.NOT_PROFILED);
    }

    @StartBundle
    public void startBundle() {
      profiles = new GeneratedEvents(lane, Reason.NOT_PROFILED);
    }

    @ProcessElement
    public void process(@Element KV<String, LatestProfile> element, MultiOutputReceiver out) {
      String id = element.getKey();
      LatestProfile latest = element.getValue();
      Profile profile =
          new Profile(
              kind == Actor.Kind.USER ? id : null,
              kind == Actor.Kind.DEVICE ? id : null,
              latest.time().micros(),
              latest.properties());
      Origin origin = Generated.profile(new Actor(kind, id));
      profiles.add(
          origin,
          profiling.profile(profile, origin),
          (lane, block) -> out.get(EVENTS).output(KV.of(lane, block)));
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      GlobalWindow window = GlobalWindow.INSTANCE;
      profiles.drain(
          (lane, block) ->
              context.output(EVENTS, KV.of(lane, block), window.maxTimestamp(), window),
          account -> context.output(ACCOUNT, account, window.maxTimestamp(), window));
      startBundle();
    }
  }
}
