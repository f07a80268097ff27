package io.eventbackfill.benchmarks;

import io.eventbackfill.benchmarks.Seen.Kept;
import io.eventbackfill.benchmarks.Seen.Load;
import io.eventbackfill.benchmarks.Seen.Most;
import io.eventbackfill.delivery.Destination;
import io.eventbackfill.destinations.amplitude.AmplitudeDestination;
import io.eventbackfill.emulators.EmulatedService;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.LoggedRequest;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.emulators.amplitude.EmulatorStatistics;
import io.eventbackfill.emulators.amplitude.Peak;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.QueuedEvent;
import java.net.URI;
import java.util.List;

/**
 * Amplitude, set like this. It keeps what it is sent in order of devices, and shows every copy.
 *
 * @param settings of the emulator
 */
record AmplitudeVendor(AmplitudeSettings settings) implements EmulatedVendor {
  /** Everything as documented. */
  static final AmplitudeVendor DOCUMENTED = new AmplitudeVendor(AmplitudeSettings.defaults());

  @Override
  public String name() {
    return "amplitude";
  }

  @Override
  public String apiKey() {
    return AmplitudeEmulator.DEFAULT_API_KEY;
  }

  @Override
  public Destination.Factory factory() {
    return new AmplitudeDestination.Factory();
  }

  @Override
  public List<String> arguments() {
    return List.of();
  }

  @Override
  public Bytes body(Workload workload, int number) {
    return Workload.Form.AMPLITUDE.body(workload, number);
  }

  @Override
  public StandIn standIn(EmulatorClock clock) {
    return new Emulated(AmplitudeEmulator.withoutSocket(withoutBodies(settings), clock));
  }

  @Override
  public StandIn listening(EmulatorClock clock) {
    return new Emulated(AmplitudeEmulator.start(withoutBodies(settings), clock));
  }

  private static AmplitudeSettings withoutBodies(AmplitudeSettings settings) {
    return settings.withKeepBodies(false);
  }

  /** An emulator that is to be audited. */
  record Emulated(AmplitudeEmulator emulator) implements StandIn {
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
      emulator.configure(withoutBodies(AmplitudeSettings.defaults()));
    }

    @Override
    public List<LoggedRequest> requests() {
      return emulator.requests();
    }

    @Override
    public Seen seen() {
      EmulatorStatistics statistics = emulator.statistics();
      List<Kept> stored =
          emulator.stored().stream()
              .map(
                  event ->
                      new Kept(
                          new Seen.Key(event.deviceId(), event.insertId().orElse("")),
                          event.time().orElse(-1)))
              .toList();
      long complaints = statistics.complaints().values().stream().mapToLong(Long::longValue).sum();
      return new Seen(stored, load(statistics), 0, complaints);
    }

    private static Load load(EmulatorStatistics seen) {
      return new Load(
          seen.requests(),
          seen.requestsByStatus().getOrDefault(429, 0L),
          most(seen.mostPerDeviceInThirtySeconds()),
          most(seen.mostPerUserInThirtySeconds()),
          seen.mostEventsInOneSecond(),
          seen.eventsReceived(),
          most(seen.mostInFlightPerDevice()));
    }

    private static Most most(Peak peak) {
      return new Most(peak.id(), peak.count());
    }

    @Override
    public Seen.Key key(QueuedEvent event) {
      String device = event.who().device();
      if (device == null) {
        throw new IllegalArgumentException(event + " has no device");
      }
      return new Seen.Key(device, event.identity());
    }

    @Override
    public void close() {
      emulator.close();
    }
  }
}
