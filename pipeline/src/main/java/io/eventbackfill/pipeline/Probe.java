package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.HttpTransport;
import io.eventbackfill.delivery.Preflight;
import io.eventbackfill.delivery.Preflight.Ready;
import io.eventbackfill.delivery.Preflight.Refused;
import io.eventbackfill.delivery.Probed;
import io.eventbackfill.delivery.Probed.Finding;
import io.eventbackfill.model.TimeRange;
import java.io.PrintStream;
import java.util.Map;

/** Finds out with one request whether a destination would take events; in doubt asks elsewhere. */
final class Probe {
  private final HttpTransport transport;
  private final PrintStream out;
  private final PreflightCheck preflight;

  Probe(HttpTransport transport, PrintStream out, PreflightCheck preflight) {
    this.transport = transport;
    this.out = out;
    this.preflight = preflight;
  }

  /**
   * Asks and says what came of it.
   *
   * @param region the one that the destination is of
   * @param range of the events that are to be sent
   * @return the exit code: {@link ExitCode#COMPLETE} only if the key is good
   */
  ExitCode ask(Destination destination, String region, TimeRange range)
      throws InterruptedException {
    Probed probed = probe(destination);
    if (probed.finding() == Finding.UNKNOWN_KEY) {
      for (Map.Entry<String, Destination> other : destination.otherRegions().entrySet()) {
        if (probe(other.getValue()).finding() == Finding.GOOD) {
          out.println(
              "Region %s knows this key, region %s does not: give --destinationRegion=%s"
                  .formatted(other.getKey(), region, other.getKey()));
          out.println(probed.detail());
          return ExitCode.STOPPED_BY_DESTINATION;
        }
      }
    }
    boolean answers = probed.finding() == Finding.GOOD || probed.finding() == Finding.UNPROVEN;
    Preflight checked =
        answers ? preflight.carryOut(destination, range) : Preflight.ready(destination);
    if (checked instanceof Refused refused) {
      out.println("Refused: " + refused.reason());
      return ExitCode.STOPPED_BY_DESTINATION;
    }
    boolean stored = checked instanceof Ready ready && ready.stored();
    Finding finding = stored ? Finding.GOOD : probed.finding();
    out.println(words(finding) + probed.detail());
    return finding == Finding.GOOD ? ExitCode.COMPLETE : ExitCode.STOPPED_BY_DESTINATION;
  }

  private Probed probe(Destination destination) throws InterruptedException {
    return destination.explainProbe(transport.send(destination.probe()));
  }

  private static String words(Finding finding) {
    return switch (finding) {
      case GOOD -> "Good: ";
      case UNPROVEN -> "Unproven: ";
      case UNKNOWN_KEY -> "Wrong key or region: ";
      case REFUSED -> "Refused: ";
      case NO_ANSWER -> "No answer: ";
    };
  }
}
