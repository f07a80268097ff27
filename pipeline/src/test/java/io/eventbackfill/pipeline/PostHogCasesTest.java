package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.eventbackfill.emulators.LoggedRequest;
import io.eventbackfill.emulators.posthog.PostHogEmulator;
import io.eventbackfill.emulators.posthog.RequestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The cases that a load into PostHog must pass, through the whole command and over a socket.
 *
 * <table>
 * <caption>Where each of the fifteen is held</caption>
 * <tr><td>1</td><td>the job twice</td><td>here</td></tr>
 * <tr><td>2</td><td>stored, then cut; killed</td><td>{@code FaultMatrixTest}, rows "stored, then
 * cut" and "stored, then 500" by both APIs; {@code KillAndResumeIT}, {@code
 * InterruptedRunTest}, for any destination</td></tr>
 * <tr><td>3</td><td>a bad uuid, no name</td><td>{@code PostHogUuidTest}, {@code PostHogRulesTest};
 * {@code FaultMatrixTest}, rows "a uuid that is none"</td></tr>
 * <tr><td>4</td><td>equal uuids in a request</td><td>{@link PostHogCopiesTest}</td></tr>
 * <tr><td>5</td><td>too large</td><td>here; {@code FaultMatrixTest}, rows "413 over"</td></tr>
 * <tr><td>6</td><td>429, 503, 502</td><td>{@code DelivererThrottleTest}; {@code FaultMatrixTest},
 * rows "429", "503 for 25 s" and "502 in HTML"</td></tr>
 * <tr><td>7</td><td>over the quota</td><td>{@code FaultMatrixTest}, rows "quota"; that verify finds
 * what is missing, {@link PostHogVerifyTest}</td></tr>
 * <tr><td>8</td><td>young events</td><td>here; a retry of those held, {@link
 * PostHogRunTest}</td></tr>
 * <tr><td>9, 10</td><td>days and times</td><td>{@link PostHogCasesTimeTest}</td></tr>
 * <tr><td>11 to 14</td><td>persons, ids, sessions</td><td>{@link PostHogCasesIdentityTest}</td></tr>
 * <tr><td>15</td><td>an export that is not the same twice</td><td>{@link
 * PostHogCasesExportTest}</td></tr>
 * </table>
 */
class PostHogCasesTest {
  private static final Instant NOW = PostHogEmulator.START;

  @TempDir private Path folder;
  private PostHogLoads loads;
  private PostHogEmulator posthog;

  @BeforeEach
  void begin() {
    loads = new PostHogLoads(folder);
    posthog = loads.posthog();
  }

  @AfterEach
  void end() {
    loads.close();
  }

  private static String text(Instant time) {
    return time.toString().replace('T', ' ').replace("Z", "");
  }

  private static ExportLine ago(String id, Duration age) {
    return ExportLine.of(id, text(NOW.minus(age))).device("device-1");
  }

  private void exportOfTwoUsers() {
    loads.export(
        "a.json",
        ExportLine.of("i-1", "2024-03-01 10:00:00").device("phone"),
        ExportLine.of("i-2", "2024-03-01 10:00:01")
            .device("phone")
            .user("ann")
            .with("user_properties", Map.of("plan", "free")),
        ExportLine.of("i-3", "2024-03-02 10:00:00").device("laptop").user("ann"),
        ExportLine.of("i-4", "2024-03-02 10:00:01").device("tablet").user("bob"),
        ExportLine.of("i-5", "2024-03-03 10:00:00").user("carol"));
  }

  // Case 1.
  @Test
  void withoutALedgerTheSameJobTwiceStoresTheSameEventsOnce() {
    exportOfTwoUsers();
    Command first = loads.run("--ledger=none");
    assertThat(first.err(), first.exitCode(), is(0));
    Set<String> once = loads.finalView();
    Map<String, String> persons = loads.persons();

    Command second = loads.run("--ledger=none");

    assertThat(second.err(), second.exitCode(), is(0));
    assertThat("five rows, three links and a profile", once, hasSize(5 + 3 + 1));
    assertThat(loads.finalView(), equalTo(once));
    assertThat("$identify", loads.count("$identify"), is(3L));
    assertThat(posthog.storedRaw(), hasSize(2 * once.size()));
    assertThat(loads.persons(), equalTo(persons));
  }

  // Case 1.
  @Test
  void withALedgerTheSameJobTwiceSendsNothingAgain() {
    exportOfTwoUsers();
    loads.run();
    Set<String> once = loads.finalView();
    // Another name, so that the file is read again.
    exportAgainAs("b.json");

    Command second = loads.run();

    assertThat(second.err(), second.exitCode(), is(0));
    assertThat(second.report().at("/reasons/already-delivered").asInt(), is(5 + 3 + 1));
    assertThat(loads.finalView(), equalTo(once));
    assertThat(posthog.storedRaw(), hasSize(once.size()));
  }

  private void exportAgainAs(String name) {
    try {
      Files.copy(loads.file("a.json"), loads.file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // Case 5. By what it takes as JSON inside JSON, the second is the larger one.
  @ParameterizedTest
  @ValueSource(strings = {"v0", "v1"})
  void whatIsTooLargeIsADeadLetterAndItsNeighboursAreStored(String mode) {
    loads.export(
        "a.json",
        ago("i-1", Duration.ofDays(100)),
        ago("i-2", Duration.ofDays(99))
            .with("event_properties", Map.of("x", "x".repeat(1_200_000))),
        ago("i-3", Duration.ofDays(99)).with("event_properties", Map.of("x", "\"".repeat(350_000))),
        ago("i-4", Duration.ofDays(98)));

    Command run = loads.run("--captureMode=" + mode);

    assertThat(run.err(), run.exitCode(), is(3));
    assertThat(loads.byInsertId().keySet(), equalTo(Set.of("i-1", "i-4")));
    assertThat(run.report().at("/reasons/too-large").asInt(), is(2));
    assertThat(run.aside("dead-letters"), hasSize(2));
    assertThat(posthog.statistics().requestsByStatus().keySet(), equalTo(Set.of(200)));
  }

  // Case 5. One request would have had 25 MiB.
  @Test
  void manyLargeEventsAreSeveralRequestsNoneOfWhichIsTooLarge() {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 31; i++) {
      rows.add(
          ago("i-" + i, Duration.ofDays(100))
              .with("event_properties", Map.of("x", "x".repeat(860_000)))
              .text());
    }
    loads.export("a.json", rows);

    Command run = loads.run("--maxBytesPerRequest=19MB");

    assertThat(run.err(), run.exitCode(), is(0));
    assertThat(posthog.stored(), hasSize(31));
    assertThat(posthog.storedRaw(), hasSize(31));
    assertThat(posthog.statistics().requestsByStatus(), equalTo(Map.of(200, 2L)));
    assertThat(
        posthog.requests().stream().map(LoggedRequest::wireBytes).toList(),
        everyItem(lessThan(20_000_000L)));
  }

  private void exportOfAllAges() {
    loads.export(
        "a.json",
        ago("old", Duration.ofDays(100)),
        ago("49:01", Duration.ofMinutes(49 * 60 + 1)),
        ago("48:01", Duration.ofMinutes(48 * 60 + 1)),
        ago("47:59", Duration.ofMinutes(48 * 60 - 1)),
        ago("live", Duration.ofMinutes(1)));
  }

  // Case 8. The margin of an hour holds back what has 48 hours and a minute, too.
  @ParameterizedTest
  @CsvSource({"hold, too-young, deferred", "refuse, live-event, rejected"})
  void youngEventsAreHeldOrRefusedAndNoneIsBilled(String policy, String reason, String rows) {
    exportOfAllAges();

    Command run = loads.run("--youngEvents=" + policy);

    assertThat(run.err(), run.exitCode(), is(3));
    assertThat(run.report().at("/reasons/" + reason).asInt(), is(3));
    assertThat(run.report().at("/rows/" + rows).asInt(), is(3));
    assertThat(loads.byInsertId().keySet(), equalTo(Set.of("old", "49:01")));
    assertThat(posthog.statistics().eventsBilled(), is(0L));
    assertThat(
        posthog.statistics().profiles().stream().map(RequestProfile::historical).toList(),
        everyItem(is(true)));
  }

  // Case 8.
  @ParameterizedTest
  @ValueSource(strings = {"v0", "v1"})
  void youngEventsGoInRequestsOfTheirOwnAndAreCountedAsPostHogBillsThem(String mode) {
    exportOfAllAges();

    Command run = loads.run("--youngEvents=live", "--captureMode=" + mode);

    assertThat(run.err(), run.exitCode(), is(0));
    Map<Boolean, Set<LocalDate>> days = new TreeMap<>();
    for (RequestProfile request : posthog.statistics().profiles()) {
      days.merge(request.historical(), request.days(), PostHogCasesTest::both);
    }
    assertThat(days.get(true), equalTo(Set.of(day("old"), day("49:01"))));
    assertThat(days.get(false), equalTo(Set.of(day("48:01"), day("47:59"), day("live"))));
    assertThat(billed(), equalTo(Set.of("48:01", "47:59", "live")));
    assertThat(run.report().at("/notes/sent-as-live/events").asInt(), is(billed().size()));
  }

  private static <T> Set<T> both(Set<T> some, Set<T> others) {
    return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
  }

  private LocalDate day(String id) {
    return loads.byInsertId().get(id).day();
  }

  private Set<String> billed() {
    return loads.byInsertId().entrySet().stream()
        .filter(event -> event.getValue().billed())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
