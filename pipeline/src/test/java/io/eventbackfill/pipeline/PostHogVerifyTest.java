package io.eventbackfill.pipeline;

import static io.eventbackfill.pipeline.Command.testData;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.emulators.posthog.PostHogEmulator;
import io.eventbackfill.emulators.posthog.StoredEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs into PostHog's stand-in, and what verify says of them by its query API. */
class PostHogVerifyTest {
  private static final String SOME = "exports/187520/187520_2024-03-01_12*";

  @TempDir private Path folder;
  private final PostHogEmulator posthog = PostHogEmulator.start();

  @AfterEach
  void stop() {
    posthog.close();
  }

  private Command send() {
    return Command.run(
        folder.resolve("out"),
        List.of(
            "run",
            "--destination=posthog",
            "--destinationEndpoint=" + posthog.endpoint(),
            "--apiKey=" + PostHogEmulator.DEFAULT_TOKEN,
            "--importLabel=it's history",
            "--input=" + testData(SOME),
            "--ledger=none",
            "--output=" + folder.resolve("out")));
  }

  /** The only run so far. */
  private Path results() throws IOException {
    try (var files = Files.walk(folder.resolve("out"))) {
      return files.filter(file -> file.endsWith("report.json")).findFirst().get().getParent();
    }
  }

  private Command verify(Duration later, String... more) throws IOException {
    Path report = results().resolve("report.json");
    Instant ended = Instant.parse(Command.json(report).path("finished_at").asText());
    List<String> args =
        new ArrayList<>(
            List.of(
                "verify",
                "--run=" + results(),
                "--stored=posthog-query-api",
                "--posthogApiEndpoint=" + posthog.endpoint(),
                "--personalApiKey=" + PostHogEmulator.DEFAULT_PERSONAL_KEY,
                "--projectId=1",
                "--output=" + folder.resolve("verified")));
    args.addAll(List.of(more));
    return Command.run(
        folder.resolve("verified"),
        args,
        () -> new Waiting(InstantSource.fixed(ended.plus(later)), pause -> {}, new Random(1)));
  }

  private static JsonNode found(Command verified) {
    List<Path> files = verified.files("verify.json");
    return Command.json(files.get(files.size() - 1));
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

  /** Without the events that no row describes. */
  private static int acceptedOfFiles(JsonNode report) {
    int accepted = 0;
    for (JsonNode file : report.path("files")) {
      if (!file.path("file").asText().startsWith("generated:")) {
        accepted += file.at("/reasons/delivered").asInt();
      }
    }
    return accepted;
  }

  @Test
  void whatARunHasSentIsThere() throws IOException {
    Command run = send();
    assertThat(run.err(), run.exitCode(), is(0));
    int accepted = acceptedOfFiles(run.report());
    assertThat(run.report().at("/rows/accepted").asInt(), is(greaterThan(accepted)));

    Command verified = verify(Duration.ofHours(2));

    assertThat(verified.err() + verified.out(), verified.exitCode(), is(0));
    JsonNode found = found(verified);
    assertThat(found.path("equal").asBoolean(), is(true));
    assertThat(found.path("sent").asInt(), allOf(is(accepted), greaterThan(200)));
    assertThat(found.path("stored").asInt(), is(accepted));
    assertThat(found.path("accepted_by_runs").asInt(), is(accepted));
    assertThat(found.at("/settings/personalApiKey").asText(), is("[redacted]"));
    assertThat(
        verified.everythingSaid(),
        allOf(
            containsString("PostHog counts"),
            not(containsString(PostHogEmulator.DEFAULT_PERSONAL_KEY)),
            not(containsString(PostHogEmulator.DEFAULT_TOKEN))));
  }

  @Test
  void whatIsPlantedIsFoundAndNothingElse() throws IOException {
    send();
    List<UUID> ids = posthog.stored().stream().map(StoredEvent::uuid).sorted().toList();
    ids.subList(10, 13).forEach(posthog.tampering()::lose);
    posthog.tampering().copy(ids.get(20));
    posthog.tampering().change(ids.get(30), "event", TextNode.valueOf("Other"));
    posthog.tampering().change(ids.get(31), "distinct_id", TextNode.valueOf("somebody"));
    posthog.tampering().change(ids.get(32), "timestamp", TextNode.valueOf("2026-01-01T00:00:00Z"));

    Command verified = verify(Duration.ofHours(2));

    assertThat(verified.err() + verified.out(), verified.exitCode(), is(3));
    JsonNode found = found(verified);
    assertThat(
        differences(found), equalTo(Map.of("missing", 3, "extra", 1, "doubled", 0, "changed", 3)));
    assertThat(identities(found, "missing"), equalTo(texts(ids.subList(10, 13))));
    assertThat(identities(found, "changed"), equalTo(texts(ids.subList(30, 33))));
    Set<String> fields = new TreeSet<>();
    found.path("changed_fields").fieldNames().forEachRemaining(fields::add);
    assertThat(fields, equalTo(Set.of("event", "distinct_id", "timestamp")));
    assertThat(verified.out(), containsString("event: "));
  }

  private static Set<String> texts(List<UUID> ids) {
    Set<String> texts = new TreeSet<>();
    ids.forEach(id -> texts.add(id.toString()));
    return texts;
  }

  @Test
  void tooEarlyIsSaidAndNotCalledMissing() throws IOException {
    send();

    Command early = verify(Duration.ofMinutes(59));

    assertThat(early.exitCode(), is(3));
    assertThat(early.out(), containsString("Too early"));
    assertThat(early.files("verify.json"), is(empty()));
    assertThat(verify(Duration.ofMinutes(59), "--evenIfYoung").exitCode(), is(0));
  }

  @Test
  void aWrongKeyStopsItAndIsNotShown() throws IOException {
    send();
    String wrong = "phx_another-key-that-nobody-may-see";

    Command verified =
        Command.run(
            folder.resolve("verified"),
            List.of(
                "verify",
                "--run=" + results(),
                "--stored=posthog-query-api",
                "--posthogApiEndpoint=" + posthog.endpoint(),
                "--personalApiKey=" + wrong,
                "--projectId=1",
                "--evenIfYoung",
                "--output=" + folder.resolve("verified")));

    assertThat(verified.exitCode(), is(4));
    assertThat(
        verified.everythingSaid(),
        allOf(containsString("does not take --personalApiKey"), not(containsString(wrong))));
  }

  @Test
  void whatIsWrongIsSaidAllAtOnce() {
    Command verified =
        Command.run(
            folder.resolve("verified"),
            List.of(
                "verify",
                "--sent=" + testData(SOME),
                "--destination=posthog",
                "--stored=posthog-query-api",
                "--posthogApiEndpoint=http://198.51.100.1/",
                "--uploadedFrom=2026-01-01",
                "--uploadedUntil=2026-01-02"));

    assertThat(verified.exitCode(), is(2));
    assertThat(
        verified.err(),
        allOf(
            containsString("--personalApiKey is required by --stored=posthog-query-api"),
            containsString("--projectId is required by --stored=posthog-query-api"),
            containsString("--posthogApiEndpoint=http://198.51.100.1/ would send keys"),
            containsString("--uploadedFrom and --uploadedUntil do nothing"),
            containsString("--output is required")));
  }

  @Test
  void anApiKnowsWhatItsOwnDestinationHoldsAndNothingElse() {
    Command verified =
        Command.run(
            folder.resolve("verified"),
            List.of(
                "verify",
                "--sent=" + testData(SOME),
                "--destination=amplitude",
                "--stored=posthog-query-api",
                "--personalApiKey=x",
                "--projectId=1",
                "--output=" + folder.resolve("verified")));

    assertThat(verified.exitCode(), is(2));
    assertThat(
        verified.err(),
        containsString(
            "--stored=posthog-query-api does not know what --destination=amplitude holds"));
  }
}
