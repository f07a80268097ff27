package io.eventbackfill.benchmarks;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.Destination.Settings;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.pacing.PacingLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * A vendor as the fault matrix meets it: its stand-in, set in one way, and the destination that is
 * made for it. Immutable.
 */
interface EmulatedVendor extends Workload.Form {
  /** Where the clocks of stand-ins start, after the last event of every {@link Workload}. */
  Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** What it is called in the names of rows. */
  String name();

  /** The key that its stand-in takes. */
  String apiKey();

  /** What makes its destination. */
  Destination.Factory factory();

  /** What a command line says of it, beside address, key and limits; written as there. */
  List<String> arguments();

  /** A stand-in that opens no socket. */
  StandIn standIn(EmulatorClock clock);

  /** A stand-in on a free loopback port. */
  StandIn listening(EmulatorClock clock);

  /** What is kept to unless a row says otherwise: the defaults of its options. */
  default PacingLimits limits() {
    return factory().defaultLimits();
  }

  /**
   * Its destination, as the command would make it at {@link #START}.
   *
   * @param perRequest events in one request, at the most
   * @throws IllegalArgumentException naming every problem, if its arguments are wrong
   */
  default Destination destination(int perRequest) {
    PipelineOptionsFactory.register(factory().optionsType());
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(arguments().toArray(String[]::new))
            .as(factory().optionsType());
    Settings settings =
        new Settings(Secret.of(apiKey()), "us", Optional.empty(), perRequest, 10_000_000, START);
    List<String> problems = new ArrayList<>();
    Destination destination = factory().create(settings, options, problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join(" ", problems));
    }
    return destination;
  }
}
