package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.HttpTransport;
import io.eventbackfill.delivery.Probed;
import io.eventbackfill.delivery.Probed.Finding;
import java.io.PrintStream;
import java.util.Map;

/** Finds out with one request whether a destination would take events; in doubt asks elsewhere. */
final class Probe {
  private final HttpTransport transport;
  private final PrintStream out;

  Probe(HttpTransport transport, PrintStream out) {
    this.transport = transport;
    this.out = out;
  }

  /**
   * Asks and says what came of it.
   *
   * @param region the one that the destination is of
   * @return the exit code: {@link ExitCode#COMPLETE} only if the key is good
   */
  ExitCode ask(Destination destination, String region) throws InterruptedException {
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
    out.println(words(probed.finding()) + probed.detail());
    return probed.finding() == Finding.GOOD ? ExitCode.COMPLETE : ExitCode.STOPPED_BY_DESTINATION;
  }

  private Probed probe(Destination destination) throws InterruptedException {
    return destination.explainProbe(transport.send(destination.probe()));
  }

  private static String words(Finding finding) {
    return switch (finding) {
      case GOOD -> "Good: ";
      case UNKNOWN_KEY -> "Wrong key or region: ";
      case REFUSED -> "Refused: ";
      case NO_ANSWER -> "No answer: ";
    };
  }
}
