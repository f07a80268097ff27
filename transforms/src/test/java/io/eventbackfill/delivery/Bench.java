package io.eventbackfill.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.eventbackfill.delivery.Destination.Settings;
import io.eventbackfill.destinations.amplitude.AmplitudeDestination;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.LoggedRequest;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.emulators.amplitude.StoredEvent;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import io.eventbackfill.pacing.PacingLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** A deliverer, the emulator it delivers to, and what came of it. Time is virtual. */
final class Bench {
  static final String KEY = AmplitudeEmulator.DEFAULT_API_KEY;
  static final Duration TIMEOUT = Duration.ofSeconds(60);
  static final int LOOK_AHEAD = 2000;
  static final PacingLimits UNLIMITED = new PacingLimits(1e9, 1e9, 1e9, Long.MAX_VALUE);

  final AmplitudeEmulator emulator;
  final VirtualTime time;
  final RecordingListener listener = new RecordingListener();
  final StopRequest stop = new StopRequest();
  private final LaneQueue queue;
  private final List<QueuedEvent> given = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();

  private Bench(AmplitudeSettings settings, Secret key, Duration giveUpAfter, long seed) {
    this(settings, key, giveUpAfter, seed, UNLIMITED);
  }

  private Bench(
      AmplitudeSettings settings,
      Secret key,
      Duration giveUpAfter,
      long seed,
      PacingLimits limits) {
    EmulatorClock clock = EmulatorClock.frozenAt(AmplitudeEmulator.START);
    emulator = AmplitudeEmulator.withoutSocket(settings, clock);
    time = new VirtualTime(clock);
    Destination amplitude = amplitude(key);
    Channel channel =
        new Channel(
            amplitude,
            new EmulatorTransport(emulator, TIMEOUT),
            RetryPolicy.givingUpAfter(giveUpAfter),
            time.waiting(seed),
            listener);
    Deliverer deliverer = new Deliverer(channel, new Outlet(limits, stop), this::ended);
    queue =
        new LaneQueue(amplitude.limits(), LookAhead.ofEvents(LOOK_AHEAD), deliverer, Journal.NONE);
  }

  static Bench paced(
      PacingLimits limits, UnaryOperator<AmplitudeSettings> settings, String faults) {
    AmplitudeSettings changed = settings.apply(AmplitudeSettings.defaults());
    Bench bench = new Bench(changed, Secret.of(KEY), Duration.ofDays(1), 1, limits);
    bench.emulator.faults(FaultScript.parse(faults));
    return bench;
  }

  static Bench withFaults(String script) {
    return with(settings -> settings, script);
  }

  static Bench with(UnaryOperator<AmplitudeSettings> settings, String script) {
    return with(settings, FaultScript.parse(script), 1);
  }

  static Bench with(UnaryOperator<AmplitudeSettings> settings, FaultScript script, long seed) {
    AmplitudeSettings changed = settings.apply(AmplitudeSettings.defaults());
    Bench bench = new Bench(changed, Secret.of(KEY), Duration.ofDays(1), seed);
    bench.emulator.faults(script);
    return bench;
  }

  static Bench givingUpAfter(Duration limit, String script) {
    Bench bench = new Bench(AmplitudeSettings.defaults(), Secret.of(KEY), limit, 1);
    bench.emulator.faults(FaultScript.parse(script));
    return bench;
  }

  static Bench withKey(String key) {
    return new Bench(AmplitudeSettings.defaults(), Secret.of(key), Duration.ofDays(1), 1);
  }

  static Destination amplitude(Secret key) {
    List<String> problems = new ArrayList<>();
    Destination destination =
        new AmplitudeDestination.Factory()
            .create(
                new Settings(
                    key, "us", Optional.empty(), 1000, 10_000_000, AmplitudeEmulator.START),
                PipelineOptionsFactory.create(),
                problems);
    assertThat(problems, is(empty()));
    return destination;
  }

  /** Delivers a batch of a lane; may be called again for the lane's next batch. */
  List<Outcome> deliver(List<QueuedEvent> batch) throws InterruptedException {
    given.addAll(batch);
    int before = outcomes.size();
    for (QueuedEvent event : batch) {
      queue.add(0, event);
    }
    queue.finish();
    requireSound();
    return outcomes.subList(before, outcomes.size());
  }

  private void ended(Outcome outcome) {
    outcomes.add(outcome);
  }

  long requests() {
    return emulator.statistics().requests();
  }

  List<String> storedIds() {
    return emulator.stored().stream().map(event -> event.insertId().orElseThrow()).toList();
  }

  /** The identities that ended with this reason, in the order in which they did. */
  List<String> ended(Reason reason) {
    return outcomes.stream()
        .filter(outcome -> outcome.reason() == reason)
        .map(outcome -> outcome.event().identity())
        .toList();
  }

  Outcome outcomeOf(String identity) {
    return outcomes.stream()
        .filter(outcome -> outcome.event().identity().equals(identity))
        .findFirst()
        .orElseThrow();
  }

  /** The hash of each request's body, in order. */
  List<String> bodies() {
    return emulator.requests().stream().map(LoggedRequest::sha256).toList();
  }

  /** What must hold of every delivery, whatever went wrong on the way. */
  private void requireSound() {
    Map<QueuedEvent, Reason> ends = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      Reason former = ends.put(outcome.event(), outcome.reason());
      assertThat(outcome.event() + " has one outcome", former == null);
    }
    assertThat("every event has an outcome", ends.keySet(), is(new HashSet<>(given)));
    Set<String> stored = new HashSet<>(storedIds());
    ends.forEach(
        (event, reason) -> {
          boolean isStored = stored.contains(event.identity());
          boolean inDoubt = reason == Reason.GAVE_UP || reason == Reason.STOPPED;
          boolean accepted = reason.disposition() == Disposition.ACCEPTED;
          assertThat(event + ", " + reason + ", stored", inDoubt || isStored == accepted);
        });
    requireOrder();
    requireNothingAfterDeferred(ends);
    assertThat(emulator.statistics().complaints(), is(anEmptyMap()));
    assertThat("stored once", emulator.statistics().duplicatesStored(), is(0L));
    List<String> details = outcomes.stream().map(outcome -> outcome.cause().detail()).toList();
    assertThat(details, everyItem(not(containsString(KEY))));
  }

  /** What follows a deferred event of its key would overtake it in the next run. */
  private void requireNothingAfterDeferred(Map<QueuedEvent, Reason> ends) {
    Set<String> deferred = new HashSet<>();
    for (QueuedEvent event : given) {
      Disposition end = ends.get(event).disposition();
      if (end == Disposition.DEFERRED) {
        deferred.add(event.orderKey());
      }
      boolean overtakes = end == Disposition.ACCEPTED && deferred.contains(event.orderKey());
      assertThat(event + " overtakes a deferred one", !overtakes);
    }
  }

  /** First copies arrive in the order of the lane, key by key. */
  private void requireOrder() {
    Map<String, Integer> places = new HashMap<>();
    Map<String, String> keys = new HashMap<>();
    for (QueuedEvent event : given) {
      places.put(event.identity(), places.size());
      keys.put(event.identity(), event.orderKey());
    }
    Map<String, Integer> last = new HashMap<>();
    for (StoredEvent event : emulator.stored()) {
      String id = event.insertId().orElseThrow();
      int place = places.getOrDefault(id, -1);
      Integer before = last.put(String.valueOf(keys.get(id)), place);
      assertThat(id + " came after what follows it", before == null || before < place);
    }
  }
}
