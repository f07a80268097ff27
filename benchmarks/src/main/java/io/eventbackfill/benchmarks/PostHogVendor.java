package io.eventbackfill.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventbackfill.benchmarks.Seen.Kept;
import io.eventbackfill.benchmarks.Seen.Load;
import io.eventbackfill.benchmarks.Seen.Most;
import io.eventbackfill.delivery.Destination;
import io.eventbackfill.destinations.posthog.PostHogDestination;
import io.eventbackfill.emulators.EmulatedService;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.LoggedRequest;
import io.eventbackfill.emulators.posthog.PostHogEmulator;
import io.eventbackfill.emulators.posthog.PostHogSettings;
import io.eventbackfill.emulators.posthog.PostHogStatistics;
import io.eventbackfill.emulators.posthog.RequestProfile;
import io.eventbackfill.emulators.posthog.StoredEvent;
import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.QueuedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * PostHog, set like this. It keeps what it is sent in order of distinct ids, and shows one copy of
 * each event: the table as it is once all merges have run.
 *
 * @param mode the value of {@code --captureMode}
 * @param settings of the emulator
 */
record PostHogVendor(String mode, PostHogSettings settings) implements EmulatedVendor {
  /** Everything as documented, by {@code /batch/}. */
  static final PostHogVendor V0 = new PostHogVendor("v0", PostHogSettings.defaults());

  /** Everything as documented, by the API that answers for each event. */
  static final PostHogVendor V1 = new PostHogVendor("v1", PostHogSettings.defaults());

  private static final String NO_UUID = "50172";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The same API, set otherwise. */
  PostHogVendor with(PostHogSettings other) {
    return new PostHogVendor(mode, other);
  }

  @Override
  public String name() {
    return "posthog " + mode;
  }

  @Override
  public String apiKey() {
    return PostHogEmulator.DEFAULT_TOKEN;
  }

  @Override
  public Destination.Factory factory() {
    return new PostHogDestination.Factory();
  }

  /** The last events of a workload are of the day before; what is told of persons is no part. */
  @Override
  public List<String> arguments() {
    return List.of(
        "--captureMode=" + mode,
        "--youngEvents=live",
        "--importLabel=matrix",
        "--sharedDevices=none");
  }

  /**
   * As the destination writes it; poison has a uuid that is none, by which v0 refuses a request.
   */
  @Override
  public Bytes body(Workload workload, int number) {
    String uuid = workload.uuid(number).toString();
    Event event =
        new Event(
            workload.insertId(number),
            workload.type(number),
            workload.time(number),
            workload.who(number),
            Map.of(
                Attributes.SOURCE_UUID,
                JsonValue.of(uuid),
                Attributes.EVENT_PROPERTIES,
                JsonValue.object(
                    Map.of(
                        "filler",
                        JsonValue.of(workload.filler(number, workload.fillerBytes(number)))))));
    Bytes good = Rendering.of(mode).render(event);
    return workload.isPoison(number) ? Bytes.of(good.text().replace(uuid, NO_UUID)) : good;
  }

  /** Destinations are alike for all requests. */
  private static final class Rendering {
    private static final Map<String, Destination> BY_MODE =
        Map.of("v0", V0.destination(1), "v1", V1.destination(1));

    private Rendering() {}

    static Destination of(String mode) {
      return Objects.requireNonNull(BY_MODE.get(mode));
    }
  }

  @Override
  public StandIn standIn(EmulatorClock clock) {
    return new Emulated(PostHogEmulator.withoutSocket(withoutBodies(settings), clock));
  }

  @Override
  public StandIn listening(EmulatorClock clock) {
    return new Emulated(PostHogEmulator.start(withoutBodies(settings), clock));
  }

  private static PostHogSettings withoutBodies(PostHogSettings settings) {
    return settings.withKeepBodies(false);
  }

  /** An emulator that is to be audited. */
  record Emulated(PostHogEmulator emulator) implements StandIn {
    /** Capture API, {@code historical_migration}: less than 48 hours old is live; an hour more. */
    private static final Instant YOUNG = START.minus(Duration.ofHours(49));

    @Override
    public EmulatorClock clock() {
      return emulator.clock();
    }

    @Override
    public EmulatedService service() {
      return emulator.service();
    }

    @Override
    public URI endpoint() {
      return emulator.endpoint();
    }

    @Override
    public void misbehave(FaultScript script) {
      emulator.faults(script);
    }

    @Override
    public void asDocumented() {
      emulator.faults(FaultScript.none());
      emulator.configure(withoutBodies(PostHogSettings.defaults()));
    }

    @Override
    public List<LoggedRequest> requests() {
      return emulator.requests();
    }

    /**
     * What was told of persons is no event of the workload; all else that is stored is to be one.
     */
    @Override
    public Seen seen() {
      List<Kept> stored =
          emulator.stored().stream()
              .map(
                  event ->
                      new Kept(
                          new Seen.Key(event.distinctId(), event.uuid().toString()),
                          event.timestamp().toEpochMilli()))
              .toList();
      return new Seen(stored, load(emulator.statistics()), needlessCopies(), complaints());
    }

    private static Load load(PostHogStatistics seen) {
      Most nobody = new Most("", 0);
      return new Load(
          seen.requests(),
          seen.requestsByStatus().getOrDefault(429, 0L),
          nobody,
          nobody,
          seen.mostEventsInOneSecond(),
          seen.eventsReceived(),
          new Most("a distinct id", seen.mostAtOncePerDistinctId()));
    }

    /**
     * Rows beyond the first of an event. A request that is sent again, byte for byte, may double
     * what it holds, and an event that v1 said nothing of, itself.
     */
    private long needlessCopies() {
      Map<String, Integer> times = new HashMap<>();
      long repeated = 0;
      for (LoggedRequest request : emulator.requests()) {
        int before = times.merge(request.sha256(), 1, Integer::sum) - 1;
        repeated += before > 0 ? request.eventCount() : 0;
      }
      List<StoredEvent> shown = emulator.stored();
      long unsaid =
          shown.stream()
              .filter(event -> emulator.settings().v1OmitEvents().contains(event.event()))
              .count();
      long copies = (long) emulator.storedRaw().size() - shown.size();
      return Math.max(0, copies - repeated - unsaid);
    }

    private long complaints() {
      PostHogStatistics seen = emulator.statistics();
      long wrongAge = seen.profiles().stream().filter(Emulated::isOfWrongAge).count();
      long paid =
          emulator.stored().stream()
              .filter(event -> event.billed() && event.timestamp().isBefore(YOUNG))
              .count();
      return wrongAge + paid + seen.requestsWithSentAt() + seen.repeatedInOneRequest();
    }

    /** History sent as live, or with live events in it. */
    private static boolean isOfWrongAge(RequestProfile request) {
      LocalDate young = YOUNG.atZone(ZoneOffset.UTC).toLocalDate();
      return request.historical()
          ? request.days().stream().anyMatch(young.plusDays(1)::isBefore)
          : request.days().stream().anyMatch(young::isAfter);
    }

    @Override
    public Seen.Key key(QueuedEvent event) {
      try {
        String uuid = JSON.readTree(event.body().array()).path("uuid").asText();
        return new Seen.Key(String.valueOf(event.who().user()), uuid);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      emulator.close();
    }
  }
}
