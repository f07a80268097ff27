package io.eventbackfill.steps;

import io.eventbackfill.coders.AccountCoder;
import io.eventbackfill.coders.ActorLoadsCoder;
import io.eventbackfill.coders.QueuedEventCoder;
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
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
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
import org.apache.beam.sdk.values.TimestampedValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Lanes of an emulated vendor behind a socket; its clock is the worker's clock. */
abstract class EmulatedDelivery {
  static final int LANES = 4;
  static final long T = 1_751_387_694_837L;
  static final Coder<KV<Integer, QueuedEvent>> EVENTS =
      KvCoder.of(VarIntCoder.of(), QueuedEventCoder.of());

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
    List<TimestampedValue<KV<Integer, QueuedEvent>>> timed =
        events.stream()
            .map(
                event ->
                    TimestampedValue.of(
                        KV.of(OrderBy.lane(event.orderKey(), LANES), event),
                        MapRows.timestamp(event)))
            .toList();
    return pipeline
        .apply("Events", Create.timestamped(timed).withCoder(EVENTS))
        .apply(step(mapped, apiKey));
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
    return DeliverLanes.to(destination, sending, mapped, loads);
  }

  static QueuedEvent event(int number) {
    return Given.event(
        "device-1",
        new EventTime((T + number) * 1_000, null, 0),
        "insert-" + number,
        new Origin("f", null, number));
  }
}
