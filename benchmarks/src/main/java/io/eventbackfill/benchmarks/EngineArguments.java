package io.eventbackfill.benchmarks;

import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.pacing.PacingLimits;
import java.util.ArrayList;
import java.util.List;

/** The command line of a whole run. */
final class EngineArguments {
  private EngineArguments() {}

  /**
   * Arguments that send to an emulator.
   *
   * @param input a glob
   * @param output a folder
   * @param limits what to keep to; whole numbers
   * @param more others
   */
  static String[] sending(
      AmplitudeEmulator to, String input, String output, PacingLimits limits, List<String> more) {
    List<String> args = new ArrayList<>();
    args.add("--destinationEndpoint=" + to.endpoint());
    args.add("--apiKey=" + AmplitudeEmulator.DEFAULT_API_KEY);
    args.add("--input=" + input);
    args.add("--output=" + output);
    args.add("--maxEventsPerSecond=" + (long) limits.eventsPerSecond());
    args.add("--maxRequestsPerSecond=" + (long) limits.requestsPerSecond());
    args.add("--maxEventsPerSecondPerDevice=" + (long) limits.eventsPerSecondPerActor());
    args.add("--maxEventsPerDay=" + limits.eventsPerDayPerActor());
    args.addAll(more);
    if (more.stream().noneMatch(arg -> arg.startsWith("--ledger="))) {
      args.add("--ledger=" + output + "/ledger");
    }
    return args.toArray(String[]::new);
  }
}
