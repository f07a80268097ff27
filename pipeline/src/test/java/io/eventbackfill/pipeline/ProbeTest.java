package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.GoogleHttpTransport;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.destinations.amplitude.AmplitudeDestination;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.model.TimeRange;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The question whether a key is good, put to a vendor of two regions. */
class ProbeTest {
  private static final String OTHER_KEY = "fedcba9876543210fedcba9876543210";

  private final AmplitudeEmulator us = emulator(Command.KEY);
  private final AmplitudeEmulator eu = emulator(OTHER_KEY);
  @TempDir private Path folder;

  @AfterEach
  void stop() {
    us.close();
    eu.close();
  }

  @Test
  void aGoodKeyIsGoodAndNothingIsStored() {
    Command probe = command(Command.KEY);

    assertThat(probe.err(), probe.exitCode(), is(0));
    assertThat(
        probe.out(),
        equalTo(
            "Good: %s/batch took a request without events under this key; nothing was stored%n"
                .formatted(us.endpoint())));
    assertThat(probe.err(), equalTo("Asking %s/batch%n".formatted(us.endpoint())));
    assertThat(us.requests(), hasSize(1));
    assertThat(us.stored(), is(empty()));
    assertThat(probe.everythingSaid(), not(containsString(Command.KEY)));
    assertThat("it leaves nothing behind", Files.exists(probe.output()), is(false));
  }

  @Test
  void anUnknownKeyIsRefusedAndNeverShown() {
    Command probe = command(OTHER_KEY);

    assertThat(probe.exitCode(), is(4));
    assertThat(
        probe.out(),
        allOf(startsWith("Wrong key or region: "), containsString("does not know this API key")));
    assertThat(probe.everythingSaid(), not(containsString(OTHER_KEY)));
    assertThat("of a given address there is no other region", us.requests(), hasSize(1));
  }

  @Test
  void aKeyOfTheOtherRegionIsAnsweredWithThatRegionFirst() throws InterruptedException {
    String said = ask(OTHER_KEY, "us", ExitCode.STOPPED_BY_DESTINATION);

    assertThat(
        said,
        startsWith("Region eu knows this key, region us does not: give --destinationRegion=eu"));
    assertThat(said, containsString(us.endpoint() + "/batch does not know this API key"));
    assertThat(said, not(containsString(OTHER_KEY)));
    assertThat(eu.stored(), is(empty()));
  }

  @Test
  void aKeyOfNoRegionIsAnsweredWithTheOneAsked() throws InterruptedException {
    String said = ask("0".repeat(32), "eu", ExitCode.STOPPED_BY_DESTINATION);

    assertThat(said, startsWith("Wrong key or region: " + eu.endpoint()));
    assertThat("the other one was asked, too", us.requests(), hasSize(1));
  }

  @Test
  void whoHasTheRightRegionAsksNoOther() throws InterruptedException {
    String said = ask(OTHER_KEY, "eu", ExitCode.COMPLETE);

    assertThat(said, startsWith("Good: " + eu.endpoint()));
    assertThat(us.requests(), is(empty()));
  }

  @Test
  void anOutageSaysNothingOfTheKey() {
    us.faults(FaultScript.parse("1: 503"));

    Command probe = command(Command.KEY);

    assertThat(probe.exitCode(), is(4));
    assertThat(probe.out(), startsWith("No answer: "));
    assertThat(us.requests(), hasSize(1));
  }

  @Test
  void whereNobodyListensIsSaid() {
    us.close();

    Command probe = command(Command.KEY);

    assertThat(probe.exitCode(), is(4));
    assertThat(probe.out(), startsWith("No answer: " + us.endpoint() + "/batch does not answer: "));
  }

  @Test
  void itNeedsTheKeyAndNothingElse() {
    Command probe = Command.run(folder.resolve("out"), List.of("probe"));
    assertThat(probe.exitCode(), is(2));
    assertThat(
        probe.err(),
        allOf(
            containsString("--apiKey is required"),
            not(containsString("--input")),
            not(containsString("--output"))));

    Command wrong =
        Command.run(
            folder.resolve("out"),
            List.of("probe", "--apiKey=env:PATH", "--destinationRegion=mars"));
    assertThat(wrong.exitCode(), is(2));
    assertThat(wrong.err(), containsString("--destinationRegion=mars is unknown (eu, us)"));
  }

  private static AmplitudeEmulator emulator(String key) {
    return AmplitudeEmulator.start(
        AmplitudeSettings.defaults().withValidApiKeys(Map.of(key, 1)),
        EmulatorClock.frozenAt(AmplitudeEmulator.START));
  }

  private Command command(String key) {
    return Command.run(
        folder.resolve("out"),
        List.of("probe", "--apiKey=" + key, "--destinationEndpoint=" + us.endpoint()));
  }

  private String ask(String key, String region, ExitCode expected) throws InterruptedException {
    List<String> problems = new ArrayList<>();
    Destination destination =
        new AmplitudeDestination.Factory(Map.of("us", us.endpoint(), "eu", eu.endpoint()))
            .create(
                new Destination.Settings(
                    Secret.of(key), region, Optional.empty(), 1000, 1000, Instant.EPOCH),
                PipelineOptionsFactory.create(),
                problems);
    assertThat(problems, is(empty()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GoogleHttpTransport transport = new GoogleHttpTransport(Duration.ofSeconds(30))) {
      ExitCode code =
          new Probe(
                  transport,
                  new PrintStream(out, true, StandardCharsets.UTF_8),
                  new PreflightCheck(transport, wait -> {}, System.err))
              .ask(destination, region, TimeRange.ALL);
      assertThat(code, is(expected));
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
