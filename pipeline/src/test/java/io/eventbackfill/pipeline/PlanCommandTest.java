package io.eventbackfill.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.delivery.StopRequest;
import io.eventbackfill.delivery.SystemWaiting;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a plan says of an input, and that a run then finds the same. */
class PlanCommandTest {
  @TempDir Path folder;
  private final AmplitudeEmulator amplitude =
      AmplitudeEmulator.start(AmplitudeSettings.defaults(), EmulatorClock.system());

  @AfterEach
  void stop() {
    amplitude.close();
    StopRequest.startAfresh();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aRunFindsWhatThePlanForesaw(Engine engine) {
    List<String> options = new ArrayList<>(engine.args());
    options.add("--maxEventsPerDay=100");
    // Over several lanes, which of a user's events come before the quota is spent is up to chance.
    options.add("--lanes=1");
    String input = Command.testData("exports/**") + "," + Command.testData("broken/**");

    JsonNode plan = plan(input, options);
    JsonNode report = run(input, options);

    assertThat(plan.at("/reasons/daily-quota").asLong(), is(not(0L)));
    assertThat(plan.at("/reasons/duplicate").asLong(), is(not(0L)));
    assertForeseen(plan, report);
  }

  /** The input that holds nearly everything that can be wrong, see {@code test-data/README.md}. */
  @Test
  void ofRowsOfEveryKindTheRunFindsWhatThePlanForesaw() {
    String input = Command.testData("mixed/input/*");
    List<String> options =
        List.of(
            "--sourceProject=187520",
            "--since=2024-02-01",
            "--until=2024-04-01",
            "--excludeEvents=Heartbeat",
            "--maxLineBytes=2kB",
            "--maxEventsPerDay=10");
    List<String> withLive = new ArrayList<>(options);
    withLive.add("--live=" + Command.testData("mixed/live/*"));

    JsonNode plan = plan(input, withLive);

    assertThat(plan.at("/rows/read").asLong(), is(76L));
    assertThat(plan.path("events").asLong(), is(47L));
    assertThat(plan.at("/reasons/duplicate").asLong(), is(3L));
    assertThat(plan.at("/reasons/daily-quota").asLong(), is(3L));
    assertThat(plan.at("/devices/count").asLong(), is(11L));
    assertThat(plan.at("/users/count").asLong(), is(7L));
    assertThat(plan.at("/shared_devices/devices").asLong(), is(2L));
    assertThat(plan.at("/daily_quota/over/0/id").asText(), is("robot-counter"));
    assertThat(plan.at("/new_users/moved").asLong(), is(3L));
    assertThat(plan.at("/examples/missing-time").size(), is(2));
    assertForeseen(plan, run(input, options));
    assertThat(
        Command.text(folder.resolve("planned/plan.html")),
        allOf(containsString("tablet-kitchen"), not(containsString("<script"))));
  }

  private void assertForeseen(JsonNode plan, JsonNode report) {
    for (String part : List.of("rows", "reasons", "notes", "files", "event_time")) {
      assertThat(part, plan.path(part), equalTo(report.path(part)));
    }
    assertThat(plan.path("requests"), equalTo(report.at("/requests/200")));
    long bytes =
        amplitude.requests().stream()
            .mapToLong(sent -> sent.bodyText().orElseThrow().getBytes(UTF_8).length)
            .sum();
    assertThat(plan.path("bytes").asLong(), is(bytes));
    long billed = report.at("/rows/accepted").asLong() + report.at("/rows/deferred").asLong();
    assertThat(plan.path("billed_events").asLong(), is(billed));
  }

  @Test
  void nothingIsSentAndNeitherKeyNorLedgerIsNeeded() {
    Path input = ExportRows.write(folder.resolve("a.json"), 3, 10, "user-1");

    Command planned =
        command("plan", "--input=" + input, "--destination=amplitude", "--output=" + folder);

    assertThat(planned.err(), planned.exitCode(), is(0));
    assertThat(
        planned.out(), containsString("The input: 30 events of 3 devices and 1 users, from"));
    assertThat(planned.out(), containsString("Billed: 30 events."));
    assertThat(planned.out(), containsString("To send: 30 events in 3 requests of "));
    assertThat(planned.out(), containsString("Plan:         " + folder + "/plan.json"));
    assertThat(planned.out(), containsString("Nothing was sent."));
    JsonNode plan = Command.json(folder.resolve("plan.json"));
    assertThat(plan.path("event_backfill_plan").asInt(), is(1));
    assertThat(plan.at("/settings").has("apiKey"), is(false));
    assertThat(plan.at("/settings/requestTime").asText(), is("200ms"));
  }

  @Test
  void whoHasMoreThanADaysQuotaIsNamedWithItsDays() {
    Path input = ExportRows.write(folder.resolve("a.json"), 2, 25, "user-1");

    JsonNode plan = plan(input.toString(), List.of("--maxEventsPerDay=20"));

    JsonNode over = plan.at("/daily_quota/over");
    assertThat(plan.at("/daily_quota/limit").asLong(), is(20L));
    assertThat(over.toString(), over.size(), is(3));
    assertThat(over.at("/0/kind").asText(), is("user"));
    assertThat(over.at("/0/id").asText(), is("user-1"));
    assertThat(over.at("/0/events").asLong(), is(50L));
    assertThat(over.at("/0/days").asLong(), is(3L));
    assertThat(over.at("/1/days").asLong(), is(2L));
    assertThat(plan.at("/reasons/daily-quota").asLong(), is(30L));
  }

  @Test
  void aSlowerVendorTakesLongerByTheTimeOfARequest() {
    Path input = ExportRows.write(folder.resolve("a.json"), 1, 40, "user-1");
    List<String> options = List.of("--maxEventsPerRequest=10");

    JsonNode quick = plan(input.toString(), options);
    List<String> slower = new ArrayList<>(options);
    slower.add("--requestTime=3s");
    JsonNode slow = plan(input.toString(), slower);

    assertThat(quick.at("/duration/configured/seconds").asDouble(), is(0.8));
    assertThat(slow.at("/duration/configured/seconds").asDouble(), is(12.0));
    assertThat(slow.at("/duration/vendor/bound_by").asText(), is("lanes"));
  }

  @Test
  void severalProjectsAreSaidAndPlanned() throws IOException {
    Path input = folder.resolve("a.json");
    String row = ExportRows.row(1, 1, "user-1");
    Files.write(
        input,
        List.of(
            row.replaceFirst("\\{", "{\"app\":1,"),
            row.replaceFirst("\\{", "{\"app\":2,").replace("device-001", "device-002")));

    JsonNode plan = plan(input.toString(), List.of());

    assertThat(plan.path("projects").toString(), is("[\"1\",\"2\"]"));
  }

  @Test
  void anInputWithoutEventsHasAPlanToo() throws IOException {
    Path input = Files.writeString(folder.resolve("a.json"), "nonsense\n");

    JsonNode plan = plan(input.toString(), List.of());

    assertThat(plan.at("/reasons/invalid-json").asLong(), is(1L));
    assertThat(plan.at("/duration/configured/seconds").asDouble(), is(0.0));
    assertThat(plan.path("requests").asLong(), is(0L));
  }

  @Test
  void allThatIsWrongWithTheCommandLineIsSaidAtOnce() {
    Command wrong =
        command("plan", "--input=" + folder + "/none*", "--lanes=0", "--requestTime=soon");

    assertThat(wrong.exitCode(), is(2));
    assertThat(wrong.err(), containsString("--output is required"));
    assertThat(wrong.err(), containsString("--lanes=0"));
    assertThat(wrong.err(), containsString("--requestTime=soon"));
    assertThat(wrong.err(), containsString("no file matches"));
    assertThat(wrong.err(), not(containsString("--apiKey")));
    assertThat(wrong.err(), not(containsString("--ledger")));
  }

  private static Command command(String... args) {
    return Command.run(Path.of("nowhere"), List.of(args), SystemWaiting::create);
  }

  private JsonNode plan(String input, List<String> options) {
    List<String> args = new ArrayList<>(List.of("plan", "--input=" + input));
    args.add("--output=" + folder.resolve("planned"));
    args.add("--apiKey=" + Command.KEY);
    args.addAll(options);
    Command planned = Command.run(folder.resolve("planned"), args);
    assertThat(planned.err(), planned.exitCode(), is(0));
    assertThat(planned.everythingSaid(), not(containsString(Command.KEY)));
    return Command.json(folder.resolve("planned/plan.json"));
  }

  private JsonNode run(String input, List<String> options) {
    return Command.send(amplitude, folder.resolve("out"), input, options.toArray(String[]::new))
        .report();
  }
}
