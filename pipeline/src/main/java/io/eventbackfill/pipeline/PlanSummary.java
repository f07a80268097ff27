package io.eventbackfill.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A plan for people: what {@code plan.json} holds, on a screen. */
final class PlanSummary {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** More than these are looked up in the file. */
  private static final int MOST_NAMED = 5;

  private static final Map<String, String> BOUNDS =
      Map.of(
          "project-events", "the project's events a second",
          "project-requests", "the project's requests a second",
          "lanes", "the lanes, which wait for answers and for the rates of devices and users");

  private final JsonNode plan;
  private final PrintStream out;

  private PlanSummary(JsonNode plan, PrintStream out) {
    this.plan = plan;
    this.out = out;
  }

  /** Prints a plan; an internal fault if its account does not add up. */
  static ExitCode print(String json, String file, Optional<String> page, PrintStream out)
      throws IOException {
    JsonNode plan = JSON.readTree(json);
    new PlanSummary(plan, out).print();
    out.println();
    out.println("Plan:         " + file);
    page.ifPresent(path -> out.println("As a page:    " + path));
    out.println("Nothing was sent.");
    return plan.at("/rows/adds_up").asBoolean() ? ExitCode.COMPLETE : ExitCode.INTERNAL_FAULT;
  }

  private void print() {
    Summary.printAccount(plan, out);
    input();
    say(
        "To send: %,d events in %,d requests of %s in all.",
        plan.at("/rows/accepted").asLong(),
        plan.path("requests").asLong(),
        bytes(plan.path("bytes").asLong()));
    JsonNode duration = plan.path("duration");
    say("Reading takes %s here.", time(duration.path("reading_seconds").asDouble()));
    sending("At the limits that are set", duration.path("configured"));
    sending("At the vendor's limits", duration.path("vendor"));
    quota();
    projects();
  }

  /** What the events are, as far as it bears on whether to send them. */
  private void input() {
    JsonNode times = plan.path("event_time");
    say(
        "The input: %,d events of %,d devices and %,d users%s.",
        plan.path("events").asLong(),
        plan.at("/devices/count").asLong(),
        plan.at("/users/count").asLong(),
        times.has("first")
            ? ", from %s to %s".formatted(times.path("first").asText(), times.path("last").asText())
            : "");
    say("Billed: %,d events.", plan.path("billed_events").asLong());
    sayIfAny("Devices with more than one user: %,d.", plan.at("/shared_devices/devices"));
    sayIfAny("Younger than 30 days: %,d events.", plan.at("/young/younger_than_30_days"));
    sayIfAny("In the future: %,d events.", plan.at("/young/in_the_future"));
    if (plan.at("/user_properties/synced").asBoolean()) {
      sayIfAny(
          "Live user properties would be overwritten by %,d events.",
          plan.at("/user_properties/events"));
    }
    if (plan.has("new_users")) {
      say(
          "Of %,d live users, %,d are new earlier with this history.",
          plan.at("/new_users/users").asLong(), plan.at("/new_users/moved").asLong());
    }
  }

  private void sayIfAny(String format, JsonNode number) {
    if (number.asLong() > 0) {
      say(format, number.asLong());
    }
  }

  private void sending(String when, JsonNode estimate) {
    say(
        "%s, sending takes %s, bound by %s.",
        when,
        time(estimate.path("seconds").asDouble()),
        BOUNDS.getOrDefault(estimate.path("bound_by").asText(), "something else"));
  }

  private void quota() {
    JsonNode over = plan.at("/daily_quota/over");
    if (over.isEmpty()) {
      return;
    }
    say(
        "Over the quota of %,d events a day: %,d devices and users; all is sent after %,d days.",
        plan.at("/daily_quota/limit").asLong(), over.size(), over.at("/0/days").asLong());
    for (int i = 0; i < Math.min(MOST_NAMED, over.size()); i++) {
      JsonNode actor = over.get(i);
      say(
          "    %s %s has %,d events: %,d days",
          actor.path("kind").asText(),
          actor.path("id").asText(),
          actor.path("events").asLong(),
          actor.path("days").asLong());
    }
  }

  private void projects() {
    JsonNode projects = plan.path("projects");
    if (projects.size() > 1) {
      say(
          "The input holds rows of %,d projects; a run refuses that: choose one with"
              + " --sourceProject.",
          projects.size());
    }
  }

  private void say(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }

  private static String bytes(long bytes) {
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%,.1f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
  }

  private static String time(double seconds) {
    if (seconds < 120) {
      return String.format(Locale.ROOT, "about %.1f s", seconds);
    }
    double hours = seconds / 3600;
    return hours < 3
        ? String.format(Locale.ROOT, "about %.0f min", seconds / 60)
        : String.format(Locale.ROOT, "about %.1f h", hours);
  }
}
