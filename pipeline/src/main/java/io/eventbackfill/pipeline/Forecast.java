package io.eventbackfill.pipeline;

import io.eventbackfill.pacing.PacingLimits;
import io.eventbackfill.rehearsal.Slots;
import java.io.Serializable;
import java.time.Duration;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * What a plan assumes of the run's world.
 *
 * @param limits that are set, of one worker process
 * @param vendorLimits that the vendor publishes, the share of one worker process
 * @param processes that send at the same time
 * @param slots where lanes are at work, in all processes
 * @param atOnce the part of the lanes that is at work at the same time, at most 1
 * @param requestTime from a request's departure to its answer
 */
record Forecast(
    PacingLimits limits,
    PacingLimits vendorLimits,
    int processes,
    Slots slots,
    double atOnce,
    Duration requestTime)
    implements Serializable {

  /** What these options say of it. */
  static Forecast of(BackfillConfig config, PipelineOptions options, Duration requestTime) {
    int processes = options.as(BackfillOptions.class).getWorkerProcesses();
    Slots slots = EngineDefaults.slots(options);
    return new Forecast(
        config.limits(),
        config.destination().vendorLimits().dividedAmong(processes),
        processes,
        slots,
        Math.min(1, (double) slots.count() / config.lanes()),
        requestTime);
  }

  /** The limits that all processes together stay within. */
  PacingLimits ofAll(PacingLimits ofOne) {
    return new PacingLimits(
        ofOne.eventsPerSecond() * processes,
        ofOne.requestsPerSecond() * processes,
        ofOne.eventsPerSecondPerActor(),
        ofOne.eventsPerDayPerActor());
  }
}
