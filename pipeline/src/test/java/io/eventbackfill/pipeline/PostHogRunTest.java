package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.LoggedRequest;
import io.eventbackfill.emulators.posthog.PostHogEmulator;
import io.eventbackfill.emulators.posthog.PostHogSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command against PostHog's stand-in: what is asked first, and what is held back. */
class PostHogRunTest {
  private final PostHogEmulator posthog =
      PostHogEmulator.start(PostHogSettings.defaults(), EmulatorClock.system());

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    posthog.close();
  }

  private Path input(Instant... times) throws IOException {
    List<String> rows = new ArrayList<>();
    for (Instant time : times) {
      rows.add(
          "{\"$insert_id\":\"i-%d\",\"event_type\":\"e\",\"device_id\":\"device-1\",\"event_time\":\"%s\"}"
              .formatted(rows.size(), time.toString().replace('T', ' ').replace("Z", "")));
    }
    return Files.write(folder.resolve("rows.json"), rows);
  }

  private Command command(String name, Path input, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                name,
                "--destination=posthog",
                "--destinationEndpoint=" + posthog.endpoint(),
                "--posthogApiEndpoint=" + posthog.endpoint(),
                "--apiKey=" + PostHogEmulator.DEFAULT_TOKEN));
    if (!name.equals("probe")) {
      args.add("--output=" + folder.resolve("out"));
      args.add("--ledger=" + folder.resolve("ledger"));
    }
    if (name.equals("run")) {
      args.add("--input=" + input);
    }
    args.addAll(List.of(more));
    return Command.run(folder.resolve("out"), args);
  }

  private static String[] querying(String... more) {
    return Stream.concat(
            Stream.of("--personalApiKey=" + PostHogEmulator.DEFAULT_PERSONAL_KEY, "--projectId=1"),
            Stream.of(more))
        .toArray(String[]::new);
  }

  private static final Instant OLD = Instant.parse("2024-03-01T12:00:00Z");

  private static Instant hoursAgo(long hours) {
    return Instant.now().minus(Duration.ofHours(hours));
  }

  @Test
  void youngEventsAreHeldAndARetrySendsThemOnceTheyAreOld() throws IOException {
    Path input = input(OLD, hoursAgo(47), OLD.plusSeconds(1));

    Command run = command("run", input);

    assertThat(run.err(), run.exitCode(), is(3));
    assertThat(run.report().at("/rows/read").asInt(), is(3));
    assertThat(run.report().at("/rows/accepted").asInt(), is(2));
    assertThat(run.report().at("/rows/deferred").asInt(), is(1));
    assertThat(run.report().at("/reasons/too-young").asInt(), is(1));
    assertThat(run.out(), containsString("Every row read ended in exactly one place."));
    assertThat(run.aside("dead-letters"), is(empty()));
    assertThat(run.aside("deferred"), hasSize(1));
    assertThat(run.aside("deferred").get(0).path("reason").asText(), is("too-young"));
    assertThat(run.aside("deferred").get(0).path("row").asText(), containsString("\"i-1\""));
    assertThat(posthog.stored(), hasSize(2));
    assertThat(posthog.statistics().eventsBilled(), is(0L));

    String from = run.files(".jsonl").get(0).getParent().toString();
    Command retry = command("retry", input, "--from=" + from, "--youngEvents=live");

    assertThat(retry.err(), retry.exitCode(), is(0));
    assertThat(posthog.stored(), hasSize(3));
    assertThat(retry.out(), containsString("sent-as-live"));
    assertThat(posthog.statistics().eventsBilled(), is(1L));
    assertThat(retry.everythingSaid(), not(containsString(PostHogEmulator.DEFAULT_TOKEN)));
  }

  @Test
  void whatWasNotAskedIsSaid() throws IOException {
    Command run = command("run", input(OLD));

    assertThat(run.exitCode(), is(0));
    assertThat(run.err(), containsString("Not checked: whether the project drops old events"));
  }

  @Test
  void aProjectThatKeepsOldEventsIsSentTheOthers() throws IOException {
    Command run = command("run", input(OLD), querying());

    assertThat(run.err(), run.exitCode(), is(0));
    assertThat(run.err(), containsString("was sent, and found in the project"));
    assertThat("the canary and the event", posthog.stored(), hasSize(2));
    assertThat(run.everythingSaid(), not(containsString(PostHogEmulator.DEFAULT_PERSONAL_KEY)));
  }

  @Test
  void aProjectThatDropsOldEventsIsSentNone() throws IOException {
    posthog.configure(
        PostHogSettings.defaults().withDropOlderThanSeconds(Duration.ofDays(365).toSeconds()));

    Command run = command("run", input(OLD), querying("--canaryWait=1s"));

    assertThat(run.exitCode(), is(4));
    assertThat(run.err(), containsString("drop_events_older_than"));
    assertThat(posthog.stored(), is(empty()));
    assertThat("the canary alone", posthog.requests(), hasSize(1));
    assertThat(run.report().path("exit_code").asInt(), is(4));
  }

  @Test
  void autoUsesTheNewerApiWhereItIs() throws IOException {
    posthog.configure(PostHogSettings.defaults().withV1Registered(true));

    Command run = command("run", input(OLD), "--captureMode=auto");

    assertThat(run.err(), run.exitCode(), is(0));
    assertThat(run.err(), paths(), everyItem(startsWith("/i/v1/analytics/events")));
    assertThat(posthog.stored(), hasSize(1));
  }

  @Test
  void autoUsesTheOtherOneWhereItIsNot() throws IOException {
    posthog.configure(PostHogSettings.defaults().withV1Registered(false));

    Command run = command("run", input(OLD), "--captureMode=auto");

    assertThat(run.err(), run.exitCode(), is(0));
    assertThat(paths(), hasItem("/batch/"));
    assertThat(posthog.stored(), hasSize(1));
  }

  private List<String> paths() {
    return posthog.requests().stream().map(LoggedRequest::path).collect(Collectors.toList());
  }

  @Test
  void aProbeProvesTheTokenOnlyByAStoredEvent() {
    Command without = command("probe", folder);
    assertThat(without.exitCode(), is(4));
    assertThat(without.out(), allOf(startsWith("Unproven: "), containsString("--personalApiKey")));
    assertThat(posthog.stored(), is(empty()));

    Command with = command("probe", folder, querying());
    assertThat(with.err(), with.exitCode(), is(0));
    assertThat(with.out(), startsWith("Good: "));
    assertThat(posthog.stored(), hasSize(1));
  }
}
