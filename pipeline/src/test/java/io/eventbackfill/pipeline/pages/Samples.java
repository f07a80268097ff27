package io.eventbackfill.pipeline.pages;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/**
 * A shop's history of two years, planned, sent and verified: figures as they come out of such a
 * run, and the same on each call.
 */
final class Samples {
  static final int DAYS = 720;
  static final LocalDate FIRST_DAY = LocalDate.of(2022, 3, 7);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant START = Instant.parse("2026-11-21T05:39:49Z");
  private static final List<String> TYPES =
      List.of(
          "Page Viewed",
          "Product Viewed",
          "Search Submitted",
          "Product Added",
          "session_start",
          "session_end",
          "Checkout Started",
          "Order Placed",
          "Coupon Redeemed",
          "Sign Up",
          "Newsletter: \u00dcbersicht ge\u00f6ffnet",
          "Support Chat Opened");
  private static final List<String> REJECTED =
      List.of("missing-id", "invalid-json", "missing-time", "too-deep", "truncated-file");
  private static final String DEVICE = "3f2c91d0-7b64-4e0e-9d1f-%012d";

  private Samples() {}

  static String plan() {
    ObjectNode plan = JSON.createObjectNode();
    plan.put("event_backfill_plan", 1).put("made_at", START.toString());
    settings(plan);
    account(plan);
    examples(plan.putObject("examples"));
    plan.put("events", 14_208_311);
    plan.putObject("devices").put("count", 412_873).put("exact", false);
    plan.putObject("users").put("count", 96_204).put("exact", false);
    ArrayNode days = plan.putArray("per_day");
    perDay().forEach(day -> days.addObject().put("day", day.day()).put("events", day.events()));
    types(plan.putArray("per_type"));
    plan.putObject("other_types").put("events", 1_204);
    ObjectNode shared = plan.putObject("shared_devices").put("devices", 1_381);
    ArrayNode most = shared.putArray("most");
    for (int i = 0; i < 6; i++) {
      most.addObject().put("device", DEVICE.formatted(900 + i)).put("users", 41 - 6 * i);
    }
    actors(plan);
    ObjectNode young = plan.putObject("young");
    young.put("younger_than_30_days", 18_250).put("in_the_future", 3);
    plan.putArray("projects").add("187520");
    plan.put("requests", 14_215).put("bytes", 9_412_008_811L).put("billed_events", 14_208_311);
    plan.putObject("user_properties").put("events", 13_900_412).put("synced", false);
    ObjectNode duration = plan.putObject("duration").put("reading_seconds", 412.5);
    estimate(duration.putObject("configured"), 14_260, 14_208, 142, 9_870);
    estimate(duration.putObject("vendor"), 2_841, 1_421, 142, 2_841);
    ObjectNode users = plan.putObject("new_users").put("users", 51_200).put("moved", 20_411);
    ArrayNode months = users.putArray("moved_earlier_by_month");
    for (int i = 0; i < 24; i++) {
      String month = FIRST_DAY.plusMonths(i).toString().substring(0, 7);
      months.addObject().put("month", month).put("users", 1_500 - 55 * i);
    }
    return text(plan);
  }

  static String report() {
    ObjectNode report = JSON.createObjectNode();
    report.put("event_backfill_report", 1).put("run", "20261121T053942.538Z");
    report.put("exit_code", 3);
    report.put("outcome", "complete, but with dead letters or deferred events");
    report.putObject("ledger").put("attempt", "20261121T053942.538Z").put("accepted_before", 0);
    report.put("started_at", START.minusSeconds(420).toString());
    report.put("finished_at", START.plusSeconds(15_000).toString());
    settings(report);
    account(report);
    ObjectNode requests = report.putObject("requests");
    requests.put("200", 14_215).put("429", 61).put("503", 22).put("connection-lost", 3);
    ObjectNode upload = report.putObject("server_upload_time");
    upload.put("first", START.toString()).put("last", START.plusSeconds(14_912).toString());
    timeline(report.putObject("timeline"));
    return text(report);
  }

  static String verification() {
    ObjectNode found = JSON.createObjectNode();
    found.put("event_backfill_verification", 1).put("made_at", START.toString());
    settings(found);
    found.put("equal", false).put("sent", 13_708_311).put("stored", 13_708_307);
    found.put("missing", 7).put("extra", 1).put("doubled", 2).put("changed", 4);
    ArrayNode days = found.putArray("by_day");
    int at = 0;
    for (Day day : perDay()) {
      long stored = at == 100 ? day.events() - 7_000 : at == 400 ? day.events() + 2 : day.events();
      days.addObject().put("day", day.day()).put("sent", day.events()).put("stored", stored);
      at++;
    }
    ArrayNode types = found.putArray("by_type");
    long events = 4_000_000;
    for (String type : TYPES) {
      long stored = type.equals("Order Placed") ? events - 5 : events;
      types.addObject().put("type", type).put("sent", events).put("stored", stored);
      events = events * 2 / 3;
    }
    found.putObject("changed_fields").put("event_properties", 3).put("city", 1);
    ObjectNode examples = found.putObject("examples");
    for (String kind : List.of("missing", "extra", "doubled", "changed")) {
      ArrayNode some = examples.putArray(kind);
      for (int i = 0; i < Math.min(6, found.path(kind).asInt()); i++) {
        some.addObject()
            .put("identity", "8a6f1c1e-0d5b-4a67-bb0c-%012d".formatted(i))
            .put("time", START.minusSeconds(86_400L * i).toString())
            .put("type", TYPES.get(i))
            .put("origin", "exports/187520/187520_2023-06-01_%d#0.json.gz:%d".formatted(i, 17 * i))
            .put("detail", kind.equals("changed") ? "city: sent Berlin, stored Bremen" : "");
      }
    }
    return text(found);
  }

  private static void settings(ObjectNode json) {
    ObjectNode settings = json.putObject("settings");
    settings.put("apiKey", "env:AMPLITUDE_API_KEY").put("destination", "amplitude");
    settings.put("destinationRegion", "eu").put("input", "exports/**");
    settings.put("lanes", "64").put("ledger", "./ledger").put("maxEventsPerSecond", "1000");
    settings.put("output", "./out").put("runner", "FlinkRunner");
  }

  private static void account(ObjectNode json) {
    ObjectNode rows = json.putObject("rows");
    rows.put("read", 14_251_890).put("accepted", 13_708_311).put("rejected", 1_279);
    rows.put("deferred", 500_000).put("skipped", 42_300).put("adds_up", true);
    ObjectNode reasons = json.putObject("reasons");
    reasons.put("delivered", 13_708_311).put("daily-quota", 500_000);
    reasons.put("duplicate", 30_100).put("derived-event", 12_200);
    reasons.put("missing-id", 912).put("invalid-json", 204).put("missing-time", 140);
    reasons.put("too-deep", 22).put("truncated-file", 1);
    ObjectNode notes = json.putObject("notes");
    notes.putObject("id-dropped").put("user_id", 51_204);
    notes.putObject("clock-gap").put("events", 8_117);
    notes.putObject("unknown-key").put("ab_bucket", 1_204_811);
    ObjectNode span = json.putObject("event_time");
    span.put("first", FIRST_DAY + "T00:00:12.041Z");
    span.put("last", FIRST_DAY.plusDays(DAYS - 1) + "T23:59:58.990Z");
    ArrayNode files = json.putArray("files");
    for (int i = 0; i < 72; i++) {
      ObjectNode file = files.addObject();
      file.put("file", "exports/187520/187520_%s_%d#0.json.gz".formatted(FIRST_DAY, i));
      file.put("bytes", 41_800_117L + i).put("crc32c", "03069283").put("rows_read", 197_943);
      file.putObject("reasons").put("delivered", 197_921).put("duplicate", 22);
    }
    files.addObject().put("file", "exports/187520_complete").put("rows_read", 0);
  }

  private static void examples(ObjectNode examples) {
    for (String reason : REJECTED) {
      ArrayNode some = examples.putArray(reason);
      for (int i = 0; i < 3; i++) {
        some.addObject()
            .put("origin", "exports/187520/187520_2022-11-25_%d#0.json.gz:%d".formatted(i, 4 + i))
            .put("detail", "neither device_id nor user_id is usable")
            .put("row", "{\"event_type\":\"Page Viewed\",\"user_id\":null,\"device_id\":\"0\"}");
      }
    }
  }

  private static void types(ArrayNode types) {
    long events = 4_700_000;
    for (String type : TYPES) {
      ObjectNode json = types.addObject().put("type", type).put("events", events);
      json.put("first_day", FIRST_DAY.toString());
      json.put("last_day", FIRST_DAY.plusDays(DAYS - 1).toString());
      events = events * 2 / 3;
    }
  }

  private static void actors(ObjectNode plan) {
    ArrayNode busiest = plan.putArray("busiest");
    ObjectNode quota = plan.putObject("daily_quota").put("limit", 500_000);
    ArrayNode over = quota.putArray("over");
    over.addObject()
        .put("kind", "device")
        .put("id", "kiosk-01")
        .put("events", 1_000_000)
        .put("days", 2);
    busiest.addObject().put("kind", "device").put("id", "kiosk-01").put("events", 1_000_000);
    long events = 310_000;
    for (int i = 0; i < 12; i++) {
      String id = i % 3 == 0 ? "user-" + (4711 + i) : DEVICE.formatted(i);
      String kind = i % 3 == 0 ? "user" : "device";
      busiest.addObject().put("kind", kind).put("id", id).put("events", events);
      events = events * 4 / 5;
    }
  }

  private static void estimate(
      ObjectNode json, long seconds, long events, long requests, long lanes) {
    json.put("seconds", seconds).put("bound_by", events > lanes ? "project-events" : "lanes");
    ObjectNode bounds = json.putObject("bounds");
    bounds.put("project-events", events).put("project-requests", requests).put("lanes", lanes);
  }

  /** Even but for a pause of the vendor's and an outage. */
  private static void timeline(ObjectNode timeline) {
    timeline.put("step_seconds", 128);
    ArrayNode steps = timeline.putArray("steps");
    Random random = new Random(3);
    for (int i = 0; i < 117; i++) {
      boolean throttled = i >= 31 && i < 36;
      boolean outage = i >= 74 && i < 81;
      int events =
          outage ? 0 : throttled ? 70_000 - 9_000 * (i - 30) : 124_000 + random.nextInt(4_000);
      ObjectNode step = steps.addObject().put("at", START.plusSeconds(128L * i).toString());
      step.put("accepted", events).put("deferred", i == 116 ? 40_000 : 0).put("rejected", 0);
      ObjectNode requests = step.putObject("requests").put("200", events / 1000);
      ObjectNode waited = step.putObject("waited_ms");
      waited.put("paced", outage ? 0 : 5_000_000).put("throttled", throttled ? 2_000_000 : 0);
      waited.put("outage", outage ? 8_000_000 : 0);
      if (throttled) {
        requests.put("429", 12);
      }
      if (outage) {
        requests.put("503", 3);
      }
    }
  }

  record Day(String day, long events) {}

  /** Weeks have their week-ends, years their Novembers, and one week was lost. */
  static List<Day> perDay() {
    Random random = new Random(7);
    return FIRST_DAY
        .datesUntil(FIRST_DAY.plusDays(DAYS))
        .filter(
            day -> day.isBefore(LocalDate.of(2022, 8, 1)) || day.isAfter(LocalDate.of(2022, 8, 7)))
        .map(
            day -> {
              double week = day.getDayOfWeek().getValue() > 5 ? 0.7 : 1;
              double season =
                  day.getMonthValue() == 11 ? 1.8 : 1 + 0.1 * Math.sin(day.getDayOfYear() / 58.0);
              double growth = 12_000 + 20 * (day.toEpochDay() - FIRST_DAY.toEpochDay());
              long events = Math.round(growth * week * season * (0.95 + 0.1 * random.nextDouble()));
              return new Day(day.toString(), events);
            })
        .toList();
  }

  private static String text(ObjectNode json) {
    return json.toPrettyString();
  }
}
