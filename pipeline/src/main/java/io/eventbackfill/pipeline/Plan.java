package io.eventbackfill.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.model.Account;
import io.eventbackfill.pacing.ActorLoads;
import io.eventbackfill.pacing.PacingLimits;
import io.eventbackfill.rehearsal.Estimate;
import io.eventbackfill.rehearsal.RehearsedLane;
import io.eventbackfill.rehearsal.Sent;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * What {@code plan.json} says: where every row would end, how much would be sent, how long that
 * takes, and who has more events than the day takes.
 *
 * @param startedAt when the plan was asked for
 * @param settings the options that were in force, free of secrets
 * @param forecast what is assumed of the run's world
 */
record Plan(Instant startedAt, SortedMap<String, String> settings, Forecast forecast)
    implements Serializable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What the steps found out.
   *
   * @param account of all rows
   * @param lanes what came of each
   * @param loads how many events each device and user has
   * @param census what the events are, in parts
   */
  record Findings(
      Account account, List<RehearsedLane> lanes, ActorLoads loads, List<String> census) {
    Sent sent() {
      return lanes.stream().map(RehearsedLane::configured).reduce(Sent.NOTHING, Sent::plus);
    }
  }

  /** The plan as a text. */
  String json(Findings found, Instant at) {
    ObjectNode json = JSON.createObjectNode();
    json.put("event_backfill_plan", 1);
    json.put("made_at", at.toString());
    ObjectNode options = json.putObject("settings");
    settings.forEach(options::put);
    Report.account(json, found.account());
    json.remove(List.of("requests", "server_upload_time"));
    Sent sent = found.sent();
    json.put("requests", sent.requests());
    json.put("bytes", sent.bytes());
    duration(json.putObject("duration"), found, at);
    CensusJson.putInto(json, found.census());
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a plan that is no JSON", e);
    }
  }

  private void duration(ObjectNode json, Findings found, Instant at) {
    long read =
        found.lanes().stream()
            .mapToLong(RehearsedLane::begunMillis)
            .min()
            .orElse(at.toEpochMilli());
    json.put("reading_seconds", seconds(Duration.ofMillis(read - startedAt.toEpochMilli())));
    long busiest =
        found.loads().over(0).values().stream().mapToLong(events -> events).max().orElse(0);
    estimate(
        json.putObject("configured"), found, RehearsedLane::configured, forecast.limits(), busiest);
    estimate(
        json.putObject("vendor"), found, RehearsedLane::vendor, forecast.vendorLimits(), busiest);
  }

  private void estimate(
      ObjectNode json,
      Findings found,
      Function<RehearsedLane, Sent> sent,
      PacingLimits limits,
      long busiest) {
    Estimate.World world =
        new Estimate.World(
            forecast.ofAll(limits),
            forecast.slots(),
            forecast.requestTime(),
            Math.min(busiest, limits.eventsPerDayPerActor()));
    Estimate estimate = Estimate.of(found.lanes(), sent, world);
    json.put("seconds", seconds(estimate.total()));
    json.put("bound_by", estimate.boundBy().code());
    ObjectNode bounds = json.putObject("bounds");
    estimate.bounds().forEach((bound, time) -> bounds.put(bound.code(), seconds(time)));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
