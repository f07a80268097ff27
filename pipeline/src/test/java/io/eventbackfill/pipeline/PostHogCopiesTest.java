package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.emulators.posthog.PostHogEmulator;
import io.eventbackfill.emulators.posthog.PostHogSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Events of one uuid never share a request: v1 would refuse it (Capture v1, 400), and of two behind
 * v0 one would be lost without a word.
 */
class PostHogCopiesTest {
  private static final String UUID = "0190f3a2-1111-4222-8333-444455556666";

  private final PostHogEmulator posthog =
      PostHogEmulator.start(PostHogSettings.defaults().withV1Registered(true));

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    posthog.close();
  }

  private static String row(String insertId, int second, String color) {
    return ("{\"uuid\":\"%s\",\"$insert_id\":\"%s\",\"event_type\":\"e\",\"device_id\":\"device-1\","
            + "\"event_time\":\"2024-03-01 12:00:%02d.000000\",\"event_properties\":{\"color\":\"%s\"}}")
        .formatted(UUID, insertId, second, color);
  }

  private Command run(String captureMode, String... rows) throws IOException {
    Path input = Files.write(folder.resolve("rows.json"), List.of(rows));
    return Command.run(
        folder.resolve("out"),
        List.of(
            "run",
            "--destination=posthog",
            "--destinationEndpoint=" + posthog.endpoint(),
            "--apiKey=" + PostHogEmulator.DEFAULT_TOKEN,
            "--captureMode=" + captureMode,
            "--input=" + input,
            "--output=" + folder.resolve("out"),
            "--ledger=none"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0", "v1"})
  void copiesAreSentOnceAndCounted(String captureMode) throws IOException {
    Command run = run(captureMode, row("a", 1, "red"), row("a", 1, "red"));

    assertThat(run.err(), run.exitCode(), is(0));
    assertThat(run.report().at("/reasons/delivered").asInt(), is(1));
    assertThat(run.report().at("/reasons/duplicate").asInt(), is(1));
    assertThat(posthog.storedRaw(), hasSize(1));
    assertThat(posthog.statistics().repeatedInOneRequest(), is(0L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0", "v1"})
  void anotherEventOfTheSameUuidIsADeadLetter(String captureMode) throws IOException {
    Command run = run(captureMode, row("a", 1, "red"), row("a", 1, "blue"), row("b", 2, "red"));

    assertThat(run.err(), run.exitCode(), is(3));
    assertThat(run.report().at("/reasons/delivered").asInt(), is(1));
    assertThat(run.report().at("/reasons/reused-identity").asInt(), is(2));
    assertThat(run.aside("dead-letters"), hasSize(2));
    assertThat(posthog.storedRaw(), hasSize(1));
    assertThat("nobody had to refuse it", posthog.requests(), hasSize(1));
  }
}
