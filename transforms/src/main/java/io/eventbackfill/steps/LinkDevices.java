package io.eventbackfill.steps;

import io.eventbackfill.coders.AccountCoder;
import io.eventbackfill.coders.DeviceFactsCoder;
import io.eventbackfill.coders.EventBlockCoder;
import io.eventbackfill.coders.MergeCoder;
import io.eventbackfill.coders.SharedDevicesCoder;
import io.eventbackfill.coders.SightingCoder;
import io.eventbackfill.delivery.Linking;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.Generated;
import io.eventbackfill.model.Link;
import io.eventbackfill.model.Merge;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import io.eventbackfill.ordering.EventBlock;
import io.eventbackfill.persons.DeviceFacts;
import io.eventbackfill.persons.MergedPersons;
import io.eventbackfill.persons.PersonFacts;
import io.eventbackfill.persons.Sighting;
import io.eventbackfill.planning.SharedDevices;
import io.eventbackfill.planning.SharedDevices.Shared;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
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
 * Decides whose each device is, and makes the events that tell the destination.
 *
 * <p>A device belongs to the user who was first seen with it, of equal times to the one with the
 * smallest id. One that was never seen with a user, but with a person whom the source has merged
 * into another one, belongs to the first user of that other one. A device that several users have
 * used goes to the first of them or to nobody, as the destination says.
 *
 * <p>Input: facts, in parts. Output: the events, all of one lane, and what became of the rest: a
 * link that the destination does not take is skipped as {@code not-linked}. Failures: none. Order:
 * none needed; the events are the same, byte for byte, whatever the parts and their order. Retried:
 * the same.
 *
 * <p>Memory: each worker process holds all merges of the input, some 300 bytes each.
 */
public final class LinkDevices extends PTransform<PCollection<PersonFacts>, LinkDevices.Result> {
  private static final long serialVersionUID = 1L;

  private static final TupleTag<KV<String, DeviceFacts>> DEVICES = new TupleTag<>() {};
  private static final TupleTag<KV<String, Sighting>> MEMBERS = new TupleTag<>() {};
  private static final TupleTag<KV<String, Sighting>> STRANGERS = new TupleTag<>() {};
  private static final TupleTag<Merge> MERGES = new TupleTag<>() {};
  private static final TupleTag<DeviceFacts> ITS_FACTS = new TupleTag<>() {};
  private static final TupleTag<Sighting> ITS_OWNERS = new TupleTag<>() {};
  private static final TupleTag<Sighting> ITS_USERS = new TupleTag<>() {};
  private static final TupleTag<Sighting> ITS_DEVICES = new TupleTag<>() {};
  private static final TupleTag<KV<Integer, EventBlock>> EVENTS = new TupleTag<>() {};
  private static final TupleTag<Account> ACCOUNT = new TupleTag<>() {};
  private static final TupleTag<SharedDevices> SHARED = new TupleTag<>() {};
  private static final TupleTag<String> JOINED = new TupleTag<>() {};

  private static final Coder<KV<String, Sighting>> SIGHTINGS =
      KvCoder.of(StringUtf8Coder.of(), SightingCoder.of());

  private final Linking linking;
  private final int lane;

  private LinkDevices(Linking linking, int lane) {
    this.linking = linking;
    this.lane = lane;
  }

  /**
   * Links them as a destination wants it.
   *
   * @param lane of all events
   */
  public static LinkDevices by(Linking linking, int lane) {
    return new LinkDevices(linking, lane);
  }

  /**
   * What was decided.
   *
   * @param events those that tell the destination, by lane
   * @param account of these events, each a row of {@link Generated#LINKS}; in parts
   * @param shared the devices that several users have used, one value
   * @param joined the devices that have a user for a merge alone
   */
  public record Result(
      PCollection<KV<Integer, EventBlock>> events,
      PCollection<Account> account,
      PCollection<SharedDevices> shared,
      PCollection<String> joined)
      implements POutput {

    @Override
    public Pipeline getPipeline() {
      return events.getPipeline();
    }

    @Override
    public Map<TupleTag<?>, PValue> expand() {
      Map<TupleTag<?>, PValue> values = new HashMap<>(events.expand());
      values.putAll(account.expand());
      values.putAll(shared.expand());
      values.putAll(joined.expand());
      return values;
    }

    @Override
    public void finishSpecifyingOutput(String name, PInput input, PTransform<?, ?> transform) {}
  }

  @Override
  public Result expand(PCollection<PersonFacts> facts) {
    PCollectionTuple parts =
        facts.apply(
            "Divide",
            ParDo.of(new DivideFn())
                .withOutputTags(DEVICES, TupleTagList.of(MEMBERS).and(STRANGERS).and(MERGES)));
    PCollection<KV<String, DeviceFacts>> devices =
        parts.get(DEVICES).setCoder(KvCoder.of(StringUtf8Coder.of(), DeviceFactsCoder.of()));
    PCollectionTuple decided =
        KeyedPCollectionTuple.of(ITS_FACTS, devices)
            .and(ITS_OWNERS, owners(parts))
            .apply("ByDevice", CoGroupByKey.create())
            .apply(
                "Decide",
                ParDo.of(new DecideFn(linking, lane))
                    .withOutputTags(EVENTS, TupleTagList.of(ACCOUNT).and(SHARED).and(JOINED)));
    return new Result(
        decided.get(EVENTS).setCoder(KvCoder.of(VarIntCoder.of(), EventBlockCoder.of())),
        decided.get(ACCOUNT).setCoder(AccountCoder.of()),
        decided
            .get(SHARED)
            .setCoder(SharedDevicesCoder.of())
            .apply("Shared", Combine.globally(new SumSharedDevices())),
        decided.get(JOINED).setCoder(StringUtf8Coder.of()));
  }

  /** Of each device that a merged person has used the first user of whom that person became. */
  private static PCollection<KV<String, Sighting>> owners(PCollectionTuple parts) {
    PCollectionView<MergedPersons> merged =
        parts
            .get(MERGES)
            .setCoder(MergeCoder.of())
            .apply("Merges", Combine.globally(new SumMerges()).asSingletonView());
    return KeyedPCollectionTuple.of(
            ITS_USERS, inTheEnd("Members", parts.get(MEMBERS), merged, false))
        .and(ITS_DEVICES, inTheEnd("Strangers", parts.get(STRANGERS), merged, true))
        .apply("ByPerson", CoGroupByKey.create())
        .apply("Meet", ParDo.of(new MeetFn()))
        .setCoder(SIGHTINGS);
  }

  private static PCollection<KV<String, Sighting>> inTheEnd(
      String name,
      PCollection<KV<String, Sighting>> sightings,
      PCollectionView<MergedPersons> merged,
      boolean onlyMerged) {
    return sightings
        .setCoder(SIGHTINGS)
        .apply(name, ParDo.of(new EndFn(merged, onlyMerged)).withSideInputs(merged))
        .setCoder(SIGHTINGS);
  }

  /** Takes facts apart, by what they are about. */
  static final class DivideFn extends DoFn<PersonFacts, KV<String, DeviceFacts>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element PersonFacts facts, MultiOutputReceiver out) {
      facts
          .devices()
          .forEach((device, its) -> out.get(DEVICES).output(KV.of(device, its.withoutProfile())));
      facts.members().forEach((person, user) -> out.get(MEMBERS).output(KV.of(person, user)));
      facts
          .strangers()
          .forEach(
              (who, micros) ->
                  out.get(STRANGERS)
                      .output(KV.of(who.person(), new Sighting(who.device(), micros))));
      facts.merges().forEach(merge -> out.get(MERGES).output(merge));
    }
  }

  /** Puts whom a person became in its place, and forgets those no merge is about. */
  static final class EndFn extends DoFn<KV<String, Sighting>, KV<String, Sighting>> {
    private static final long serialVersionUID = 1L;

    private final PCollectionView<MergedPersons> merged;
    private final boolean onlyMerged;

    EndFn(PCollectionView<MergedPersons> merged, boolean onlyMerged) {
      this.merged = merged;
      this.onlyMerged = onlyMerged;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      MergedPersons persons = context.sideInput(merged);
      String person = context.element().getKey();
      if (onlyMerged ? persons.isMerged(person) : persons.knows(person)) {
        context.output(KV.of(persons.end(person), context.element().getValue()));
      }
    }
  }

  /** The first user of a person is the owner of all its devices; each since it was seen. */
  static final class MeetFn extends DoFn<KV<String, CoGbkResult>, KV<String, Sighting>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element KV<String, CoGbkResult> person, OutputReceiver<KV<String, Sighting>> out) {
      Sighting user = earliest(person.getValue().getAll(ITS_USERS));
      if (user != null) {
        for (Sighting device : person.getValue().getAll(ITS_DEVICES)) {
          out.output(KV.of(device.id(), new Sighting(user.id(), device.micros())));
        }
      }
    }
  }

  static final class DecideFn extends DoFn<KV<String, CoGbkResult>, KV<Integer, EventBlock>> {
    private static final long serialVersionUID = 1L;

    private final Linking linking;
    private final int lane;
    private transient GeneratedEvents links;
    private transient SharedDevices shared = new SharedDevices();

    DecideFn(Linking linking, int lane) {
      this.linking = linking;
      this.lane = lane;
      this.links = new GeneratedEvents(lane, Reason.NOT_LINKED);
    }

    @StartBundle
    public void startBundle() {
      links = new GeneratedEvents(lane, Reason.NOT_LINKED);
      shared = new SharedDevices();
    }

    @ProcessElement
    public void process(@Element KV<String, CoGbkResult> element, MultiOutputReceiver out) {
      String device = element.getKey();
      DeviceFacts facts = new DeviceFacts();
      element.getValue().getAll(ITS_FACTS).forEach(facts::merge);
      Sighting user = facts.firstUser();
      if (facts.users() > 1) {
        user = ofShared(device, facts);
      } else if (user == null) {
        Sighting owner = earliest(element.getValue().getAll(ITS_OWNERS));
        if (owner != null) {
          join(new Link(device, owner.id(), facts.micros()), out);
        }
      }
      if (user != null) {
        tell(new Link(device, user.id(), user.micros()), out);
      }
    }

    /** Whose a shared device is; null if nobody's. */
    private @Nullable Sighting ofShared(String device, DeviceFacts facts) {
      Sighting owner = linking.linksSharedDevices() ? facts.firstUser() : null;
      shared.add(new Shared(device, facts.users(), owner == null ? null : owner.id()));
      links.note(Note.SHARED_DEVICE.about(owner == null ? "left alone" : "first user wins"), 1);
      links.note(Note.SHARED_DEVICE_USER.plain(), facts.users() - (owner == null ? 0 : 1));
      return owner;
    }

    private void join(Link link, MultiOutputReceiver out) {
      if (tell(link, out)) {
        links.note(Note.LINKED_BY_MERGE.plain(), 1);
        out.get(JOINED).output(link.device());
      }
    }

    /** Whether the destination takes the link. */
    private boolean tell(Link link, MultiOutputReceiver out) {
      Origin origin = Generated.link(link);
      Optional<QueuedEvent> event = linking.link(link, origin);
      links.add(origin, event, (lane, block) -> out.get(EVENTS).output(KV.of(lane, block)));
      return event.isPresent();
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      GlobalWindow window = GlobalWindow.INSTANCE;
      links.drain(
          (lane, block) ->
              context.output(EVENTS, KV.of(lane, block), window.maxTimestamp(), window),
          account -> context.output(ACCOUNT, account, window.maxTimestamp(), window));
      if (shared.devices() > 0) {
        context.output(SHARED, shared, window.maxTimestamp(), window);
      }
      startBundle();
    }
  }

  private static @Nullable Sighting earliest(Iterable<Sighting> sightings) {
    Sighting first = null;
    for (Sighting sighting : sightings) {
      first = Sighting.first(first, sighting);
    }
    return first;
  }
}
