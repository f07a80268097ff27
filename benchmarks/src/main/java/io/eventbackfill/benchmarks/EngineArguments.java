package io.eventbackfill.benchmarks;

import io.eventbackfill.pacing.PacingLimits;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The command line of a whole run. */
final class EngineArguments {
  private EngineArguments() {}

  /**
   * Arguments that send to an emulator.
   *
   * @param at where it listens
   * @param input a glob
   * @param output a folder
   * @param limits what to keep to; whole numbers
   * @param more others
   */
  static String[] sending(
      EmulatedVendor to,
      URI at,
      String input,
      String output,
      PacingLimits limits,
      List<String> more) {
    List<String> args = new ArrayList<>(to.arguments());
    args.add("--destination=" + to.factory().name());
    args.add("--destinationEndpoint=" + at);
    args.add("--apiKey=" + to.apiKey());
    args.add("--input=" + input);
    args.add("--output=" + output);
    args.add("--maxEventsPerSecond=" + (long) limits.eventsPerSecond());
    args.add("--maxRequestsPerSecond=" + (long) limits.requestsPerSecond());
    if (limits.eventsPerSecondPerActor() < PacingLimits.NONE) {
      args.add("--maxEventsPerSecondPerDevice=" + (long) limits.eventsPerSecondPerActor());
    }
    if (limits.eventsPerDayPerActor() < PacingLimits.NONE) {
      args.add("--maxEventsPerDay=" + limits.eventsPerDayPerActor());
    }
    args.addAll(more);
    if (more.stream().noneMatch(arg -> arg.startsWith("--ledger="))) {
      args.add("--ledger=" + output + "/ledger");
    }
    return args.toArray(String[]::new);
  }
}
