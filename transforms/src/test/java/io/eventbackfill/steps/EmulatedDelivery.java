package io.eventbackfill.steps;

import io.eventbackfill.coders.AccountCoder;
import io.eventbackfill.coders.ActorLoadsCoder;
import io.eventbackfill.coders.EventBlockCoder;
import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.GoogleHttpTransport;
import io.eventbackfill.delivery.LookAhead;
import io.eventbackfill.delivery.RetryPolicy;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.LaneRange;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.ordering.EventBlock;
import io.eventbackfill.pacing.ActorLoads;
import io.eventbackfill.steps.DeliverLanes.Sending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Lanes of an emulated vendor behind a socket; its clock is the worker's clock. */
abstract class EmulatedDelivery {
  static final int LANES = 4;
  static final long T = 1_751_387_694_837L;
  private static final Coder<KV<Integer, EventBlock>> BLOCKS =
      KvCoder.of(VarIntCoder.of(), EventBlockCoder.of());

  /** Small enough that a lane has many. */
  private static final int BLOCK_BYTES = 1_000;

  /** Static, as a worker finds only what is in its process. */
  private static volatile EmulatorClock clock;

  AmplitudeEmulator amplitude;
  final TestPipeline pipeline = Given.pipeline();

  @BeforeEach
  void start() {
    clock = EmulatorClock.frozenAt(AmplitudeEmulator.START);
    amplitude = AmplitudeEmulator.start(AmplitudeSettings.defaults(), clock);
  }

  @AfterEach
  void stop() {
    amplitude.close();
  }

  static Map<String, List<String>> inOrder(List<QueuedEvent> events) {
    Map<String, List<String>> order = new TreeMap<>();
    events.stream()
        .sorted(QueuedEvent.ORDER)
        .forEach(
            event ->
                order
                    .computeIfAbsent(event.who().device(), device -> new ArrayList<>())
                    .add(event.identity()));
    return order;
  }

  static Account oneProject() {
    Account account = new Account();
    account.seenProject("187520");
    return account;
  }

  DeliverLanes.Result deliver(List<QueuedEvent> events) {
    return deliver(events, oneProject(), AmplitudeEmulator.DEFAULT_API_KEY);
  }

  DeliverLanes.Result deliver(List<QueuedEvent> events, Account mapped, String apiKey) {
    PCollection<Account> account =
        pipeline.apply("Mapped", Create.of(mapped).withCoder(AccountCoder.of()));
    return deliver(events, account, apiKey);
  }

  DeliverLanes.Result deliver(
      List<QueuedEvent> events, PCollection<Account> mapped, String apiKey) {
    return pipeline
        .apply("Events", Create.of(blocks(events)).withCoder(BLOCKS))
        .apply(step(mapped, apiKey));
  }

  private static List<KV<Integer, EventBlock>> blocks(List<QueuedEvent> events) {
    List<KV<Integer, EventBlock>> blocks = new ArrayList<>();
    Map<Integer, EventBlock.Builder> lanes = new TreeMap<>();
    for (QueuedEvent event : events) {
      int lane = OrderBy.lane(event.orderKey(), LANES);
      EventBlock.Builder builder = lanes.computeIfAbsent(lane, l -> new EventBlock.Builder());
      builder.add(event);
      if (builder.size() >= BLOCK_BYTES) {
        blocks.add(KV.of(lane, builder.build()));
      }
    }
    lanes.forEach((lane, builder) -> blocks.add(KV.of(lane, builder.build())));
    return blocks;
  }

  DeliverLanes step(PCollection<Account> mapped, String apiKey) {
    Destination destination = Given.destination(amplitude.endpoint(), apiKey, 100);
    Sending sending =
        new Sending(
            () -> new GoogleHttpTransport(Duration.ofSeconds(30)),
            () -> new Waiting(clock, clock::advance, new Random(1)),
            RetryPolicy.givingUpAfter(Duration.ofHours(1)),
            Given.LIMITS,
            LookAhead.ofEvents(1000));
    PCollection<ActorLoads> loads = pipeline.apply("Loads", Create.empty(ActorLoadsCoder.of()));
    return DeliverLanes.to(destination, sending, LaneRange.of(LANES), mapped, loads);
  }

  static QueuedEvent event(int number) {
    return Given.event(
        "device-1",
        new EventTime((T + number) * 1_000, null, 0),
        "insert-" + number,
        new Origin("f", null, number));
  }
}
