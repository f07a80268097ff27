package io.eventbackfill.pipeline;

import static io.eventbackfill.pipeline.Command.testData;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.verification.Difference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs into the emulator, and what verify says of them: the full circle. */
class VerifyTest {
  private static final String SECRET = "the-secret-key-of-the-project";
  private static final String SOME = "exports/187520/187520_2024-03-01_12*";

  /** What {@link #SOME} holds. */
  private static final int SOME_EVENTS = 294;

  @TempDir Path folder;
  private final AmplitudeEmulator amplitude =
      AmplitudeEmulator.start(AmplitudeSettings.defaults().withSecretKey(SECRET));

  @AfterEach
  void stop() {
    amplitude.close();
  }

  private Command send(String input, String... more) {
    return Command.send(amplitude, folder.resolve("out"), input, more);
  }

  /** The only run so far. */
  private Path results() throws IOException {
    try (var files = Files.walk(folder.resolve("out"))) {
      return files.filter(file -> file.endsWith("report.json")).findFirst().get().getParent();
    }
  }

  /** Some time after the first upload. */
  private Command verify(Duration later, String... args) {
    List<String> all = new ArrayList<>(List.of("verify", "--output=" + folder.resolve("verified")));
    all.addAll(List.of(args));
    Instant now = AmplitudeEmulator.START.plus(later);
    return Command.run(
        folder.resolve("verified"),
        all,
        () -> new Waiting(InstantSource.fixed(now), pause -> {}, new Random(1)));
  }

  private Command verifyRun(Duration later, String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--run=" + results(),
                "--stored=amplitude-export-api",
                "--exportEndpoint=" + amplitude.endpoint(),
                "--apiKey=" + Command.KEY,
                "--secretKey=" + SECRET));
    args.addAll(List.of(more));
    return verify(later, args.toArray(String[]::new));
  }

  private static JsonNode found(Command verified) {
    return Command.json(verified.files("verify.json").get(0));
  }

  private static Map<String, Integer> differences(JsonNode found) {
    Map<String, Integer> differences = new TreeMap<>();
    for (String kind : List.of("missing", "extra", "doubled", "changed")) {
      differences.put(kind, found.path(kind).asInt());
    }
    return differences;
  }

  private static Set<String> identities(JsonNode found, String kind) {
    Set<String> identities = new TreeSet<>();
    found.at("/examples/" + kind).forEach(row -> identities.add(row.path("identity").asText()));
    return identities;
  }

  /** An event that this tool did not send. */
  private void live(String identity, String time) {
    String event =
        "{\"device_id\":\"live-device\",\"insert_id\":\"%s\",\"event_type\":\"live\",\"time\":%d}"
            .formatted(identity, Instant.parse(time).toEpochMilli());
    String body = "{\"api_key\":\"" + Command.KEY + "\",\"events\":[" + event + "]}";
    assertThat(amplitude.answer(body.getBytes(StandardCharsets.UTF_8)).status(), is(200));
  }

  @Test
  void whatARunHasSentIsThere() throws IOException {
    amplitude.configure(amplitude.settings().withMaxEvents(2_000).withDailyQuota(150));
    Command run = send(testData("exports/**") + "," + testData("broken/**"));
    assertThat(run.exitCode(), is(3));
    int accepted = run.report().at("/rows/accepted").asInt();
    live("live", "2026-01-01T00:00:00Z");
    amplitude.clock().advance(Duration.ofHours(5));
    live("later", "2026-01-01T00:00:00Z");

    Command verified = verifyRun(Duration.ofHours(9), "--until=2025-01-01");

    assertThat(verified.err() + verified.out(), verified.exitCode(), is(0));
    JsonNode found = found(verified);
    assertThat(found.path("equal").asBoolean(), is(true));
    assertThat(found.path("sent").asInt(), is(accepted));
    assertThat(found.path("stored").asInt(), is(accepted));
    assertThat(found.path("accepted_by_runs").asInt(), is(accepted));
    assertThat("deferred", found.path("set_aside").asInt(), is(greaterThan(100)));
    assertThat("live in the hour", found.path("not_of_the_runs").asInt(), is(1));
    for (JsonNode day : found.path("by_day")) {
      assertThat(day.toString(), day.path("stored"), is(day.path("sent")));
    }
    assertThat(found.path("by_type").size(), is(greaterThan(5)));
    assertThat(verified.out(), containsString("equal: what was sent is stored"));
    assertThat(
        verified.everythingSaid(),
        allOf(not(containsString(SECRET)), not(containsString(Command.KEY))));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whatIsPlantedIsFoundAndNothingElse(Engine engine) throws IOException {
    Command run = send(testData(SOME));
    assertThat(run.err(), run.exitCode(), is(0));
    List<String> ids =
        amplitude.stored().stream().map(e -> e.insertId().get()).sorted().distinct().toList();
    ids.subList(10, 13).forEach(amplitude.tampering()::lose);
    ids.subList(20, 22).forEach(amplitude.tampering()::copy);
    amplitude.tampering().change(ids.get(30), "city", TextNode.valueOf("Atlantis"));
    amplitude.tampering().change(ids.get(31), "event_type", TextNode.valueOf("Other"));
    amplitude
        .tampering()
        .change(ids.get(31), "event_properties", new ObjectMapper().createObjectNode().put("x", 1));
    amplitude.tampering().change(ids.get(31), "event_id", IntNode.valueOf(7));
    live("extra", "2024-03-01T00:00:00Z");

    Command verified = verifyRun(Duration.ofHours(3), engine.args().toArray(String[]::new));

    assertThat(verified.err() + verified.out(), verified.exitCode(), is(3));
    JsonNode found = found(verified);
    assertThat(found.path("equal").asBoolean(true), is(false));
    assertThat(
        differences(found), equalTo(Map.of("missing", 3, "extra", 1, "doubled", 2, "changed", 2)));
    assertThat(found.path("sent").asInt(), is(SOME_EVENTS));
    assertThat(found.path("stored").asInt(), is(SOME_EVENTS - 3 + 1 + 2));
    assertThat(identities(found, "missing"), equalTo(Set.copyOf(ids.subList(10, 13))));
    assertThat(identities(found, "doubled"), equalTo(Set.copyOf(ids.subList(20, 22))));
    assertThat(identities(found, "changed"), equalTo(Set.copyOf(ids.subList(30, 32))));
    assertThat(identities(found, "extra"), equalTo(Set.of("extra")));
    Set<String> fields = new TreeSet<>();
    found.path("changed_fields").fieldNames().forEachRemaining(fields::add);
    assertThat(fields, equalTo(Set.of("city", "event_type", "event_properties", "event_id")));
    assertThat(
        verified.out(),
        allOf(containsString("is stored as \"Atlantis\""), containsString("not equal")));
  }

  @Test
  void tooEarlyIsSaidAndNotCalledMissing() throws IOException {
    send(testData(SOME));
    amplitude.exports().lag(Duration.ofHours(2));

    Command early = verifyRun(Duration.ofMinutes(119));

    assertThat(early.exitCode(), is(3));
    assertThat(
        early.out(),
        allOf(containsString("Too early"), containsString("before 2026-01-01T02:00:00Z")));
    assertThat(early.files("verify.json"), is(empty()));
    assertThat(amplitude.exports().requests(), is(0));

    Command insisted = verifyRun(Duration.ofMinutes(119), "--evenIfYoung");
    assertThat(insisted.exitCode(), is(3));
    assertThat(found(insisted).path("missing").asInt(), is(SOME_EVENTS));

    amplitude.clock().advance(Duration.ofHours(3));
    Command later = verifyRun(Duration.ofHours(3));
    assertThat("what was too young is not kept", later.exitCode(), is(0));
  }

  @Test
  void aSecondVerificationReadsWhatTheFirstDownloaded() throws IOException {
    send(testData(SOME));
    verifyRun(Duration.ofHours(3));
    int requests = amplitude.exports().requests();

    assertThat(verifyRun(Duration.ofHours(4)).exitCode(), is(0));
    assertThat(amplitude.exports().requests(), is(requests));
  }

  @Test
  void anExportThatIsTooLargeIsTakenInHalves() throws IOException {
    amplitude.clock().advance(Duration.ofHours(1).minusSeconds(30));
    Command.send(amplitude, folder.resolve("out"), testData(SOME));
    amplitude.clock().advance(Duration.ofMinutes(30));
    live("in the next hour", "2026-01-01T01:29:30Z");
    amplitude.exports().atMost(SOME_EVENTS, 504);

    Command verified = verifyRun(Duration.ofHours(9));

    assertThat(verified.err(), verified.exitCode(), is(0));
    assertThat(verified.err(), containsString("is too much at once; asking for halves"));
    assertThat(found(verified).path("stored").asInt(), is(SOME_EVENTS));
  }

  @Test
  void aWrongSecretKeyStopsItAndIsNotShown() throws IOException {
    send(testData(SOME));
    String wrong = "not-the-secret-key";

    Command verified =
        verify(
            Duration.ofHours(3),
            "--run=" + results(),
            "--stored=amplitude-export-api",
            "--exportEndpoint=" + amplitude.endpoint(),
            "--apiKey=" + Command.KEY,
            "--secretKey=" + wrong);

    assertThat(verified.exitCode(), is(4));
    assertThat(
        verified.everythingSaid(),
        allOf(
            containsString("does not take --apiKey with --secretKey"),
            not(containsString(wrong)),
            not(containsString(Command.KEY))));
  }

  @Test
  void filesOfAnExportAreComparedWithFilesThatWereSent() throws IOException {
    send(testData(SOME));
    byte[] zip = export("start=20260101T00&end=20260101T01");
    Path whole = Files.write(folder.resolve("whole.zip"), zip);
    Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(zip, zip.length / 2));
    String sent = "--sent=" + testData(SOME);

    Command verified = verify(Duration.ZERO, sent, "--stored=" + whole);
    assertThat(verified.err() + verified.out(), verified.exitCode(), is(0));

    Command twice = verify(Duration.ofSeconds(1), sent, "--stored=" + whole + "," + copyOf(whole));
    assertThat("a row that is exported twice is stored once", twice.exitCode(), is(0));

    Command unread = verify(Duration.ofSeconds(2), sent, "--stored=" + whole + "," + cut);
    assertThat(unread.out(), unread.exitCode(), is(3));
    assertThat(unread.out(), containsString("NOT READ: "));
  }

  private static Path copyOf(Path file) throws IOException {
    return Files.copy(file, file.resolveSibling("copy.zip"));
  }

  private byte[] export(String hours) {
    String user =
        Base64.getEncoder()
            .encodeToString((Command.KEY + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
    return amplitude
        .handle(
            EmulatorRequest.get("/api/2/export?" + hours)
                .withHeader("Authorization", "Basic " + user))
        .body();
  }

  @Test
  void whatIsWrongIsSaidAllAtOnce() {
    Command verified =
        verify(
            Duration.ZERO,
            "--run=" + folder.resolve("nowhere"),
            "--stored=amplitude-export-api",
            "--exportEndpoint=http://198.51.100.1/",
            "--uploadedFrom=soon");

    assertThat(verified.exitCode(), is(2));
    assertThat(
        verified.err(),
        allOf(
            containsString("nowhere/report.json can't be read"),
            containsString("--apiKey is required by --stored=amplitude-export-api"),
            containsString("--secretKey is required by --stored=amplitude-export-api"),
            containsString("--exportEndpoint=http://198.51.100.1/ would send keys unencrypted"),
            containsString("--uploadedFrom and --uploadedUntil are given together")));
  }

  @Test
  void aRunThatWasStoppedIsNotVerified() throws IOException {
    Path stopped = Files.createDirectories(folder.resolve("stopped"));
    Files.writeString(
        stopped.resolve("report.json"),
        "{\"event_backfill_report\":1,\"outcome\":\"stopped on request\",\"rows\":{},"
            + "\"reasons\":{\"stopped\":5},\"settings\":{\"ledger\":\"./ledger\"}}");

    Command verified = verify(Duration.ZERO, "--run=" + stopped, "--stored=x");

    assertThat(verified.exitCode(), is(2));
    assertThat(verified.err(), containsString("did not finish (stopped on request)"));
  }

  @Test
  void theReadmeHasEveryOptionAndEveryDifference() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));

    List<OptionCatalog.Option> options = new ArrayList<>(OptionCatalog.of(VerifyOptions.class));
    new VerifyCommand().moreOptions().forEach(more -> options.addAll(OptionCatalog.of(more)));
    assertThat(options.stream().map(OptionCatalog.Option::name).toList(), hasItem("secretKey"));
    for (OptionCatalog.Option option : options) {
      assertThat(readme, containsString("| `--" + option.name() + "` |"));
    }
    for (Difference difference : Difference.values()) {
      assertThat(readme, containsString("| `" + difference.code() + "` |"));
    }
  }
}
