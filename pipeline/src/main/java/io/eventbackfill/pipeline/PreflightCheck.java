package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.HttpTransport;
import io.eventbackfill.delivery.Preflight;
import io.eventbackfill.delivery.Preflight.Ask;
import io.eventbackfill.delivery.Preflight.Ready;
import io.eventbackfill.delivery.Preflight.Refused;
import io.eventbackfill.delivery.Sleeper;
import io.eventbackfill.delivery.StopRequest;
import io.eventbackfill.model.TimeRange;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Asks what a destination wants to know before the first event is sent, and says so. */
final class PreflightCheck {
  private final HttpTransport transport;
  private final Sleeper sleeper;
  private final PrintStream err;

  PreflightCheck(HttpTransport transport, Sleeper sleeper, PrintStream err) {
    this.transport = transport;
    this.sleeper = sleeper;
    this.err = err;
  }

  /**
   * Asks until it ends.
   *
   * @param range of the events that are to be sent
   * @return {@link Ready} or {@link Refused}
   */
  Preflight carryOut(Destination destination, TimeRange range) throws InterruptedException {
    Preflight step = destination.preflight(since(range));
    String before = "";
    while (step instanceof Ask ask) {
      if (StopRequest.ofThisProcess().isRaised()) {
        // The run ends by itself as soon as it reads.
        return Preflight.ready(destination);
      }
      if (!ask.about().equals(before)) {
        err.println("Before the first event: " + ask.about());
        before = ask.about();
      }
      if (!ask.after().isZero()) {
        sleeper.sleep(ask.after());
      }
      step = ask.then().apply(transport.send(ask.request()));
    }
    if (step instanceof Ready ready) {
      ready.remarks().forEach(err::println);
    }
    return step;
  }

  private static Optional<Instant> since(TimeRange range) {
    return range.fromMicros() == TimeRange.ALL.fromMicros()
        ? Optional.empty()
        : Optional.of(Instant.EPOCH.plus(range.fromMicros(), ChronoUnit.MICROS));
  }
}
