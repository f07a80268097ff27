package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.coders.SetAsideCoder;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.InputFile;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.steps.ListedFiles;
import io.eventbackfill.steps.ReadEvents;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.junit.jupiter.api.Test;

/** What a plan says of {@code test-data/mixed}, with the options its README names. */
class CensusPartsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path MIXED =
      Path.of("..", "test-data", "mixed").toAbsolutePath().normalize();
  private static final Instant NOW = Instant.parse("2024-03-31T12:00:00Z");

  private final List<String> problems = new ArrayList<>();
  private final PipelineOptions options = options("--live=" + MIXED.resolve("live/*"));
  private final BackfillConfig config = ConfigReader.read(options, Instant.EPOCH, problems);
  private final ExportFileReader reader =
      new ExportFileReader(BackfillPipeline.readSettings(config));
  private final Pipeline pipeline = Pipeline.create();

  @Test
  void allThereIsToSayOfAnInputIsSaid() {
    ReadEvents.Result read = read(reader().counting(NOW));
    List<InputFile> files = LiveInput.files(options, problems);
    ReadEvents.Result live =
        LiveInput.read(pipeline, files, reader, BackfillPipeline.toLanes(config));
    PCollection<String> parts =
        PCollectionList.of(parts(read))
            .and(CensusParts.ofLive(read, live))
            .apply(Flatten.pCollections());
    assertThat(problems, is(empty()));

    PAssert.that(parts)
        .satisfies(
            all -> {
              ObjectNode plan = JSON.createObjectNode();
              CensusJson.putInto(plan, all);
              requireWhole(plan);
              requireExamples(plan.get("examples"));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static void requireWhole(JsonNode plan) {
    assertThat(
        names(plan),
        containsInAnyOrder(
            "events",
            "event_time",
            "devices",
            "users",
            "per_day",
            "per_type",
            "young",
            "projects",
            "user_properties",
            "billed_events",
            "busiest",
            "daily_quota",
            "shared_devices",
            "examples",
            "new_users"));
    assertThat(plan.get("events").asLong(), is(47L));
    assertThat(plan.get("projects"), equalTo(json("[\"187520\"]")));
    assertThat(
        plan.at("/daily_quota/over"),
        equalTo(json("[{\"kind\":\"device\",\"id\":\"robot-counter\",\"events\":13,\"days\":2}]")));
    assertThat(plan.at("/shared_devices/devices").asLong(), is(2L));
    assertThat(
        plan.get("new_users"),
        equalTo(
            json(
                """
                {"users":5,"moved":3,
                 "moved_earlier_by_month":[{"month":"2024-02","users":1},
                                           {"month":"2024-03","users":2}],
                 "live_rows":{"read":9,"rejected":1,"skipped":1}}
                """)));
  }

  private static void requireExamples(JsonNode examples) {
    assertThat(examples.size(), is(18));
    JsonNode quoted = examples.at("/invalid-json/1");
    assertThat(quoted.get("origin").asText(), is(MIXED.resolve("input/bad.json") + ":2"));
    assertThat(quoted.get("row").asText(), is("[\"an\",\"array\"]"));
    assertThat(examples.get("invalid-json").size(), is(3));
    assertThat(examples.at("/other-project/0/row").asText(), containsString("204915"));
    assertThat(examples.at("/line-too-long/0/row").asText().length(), is(500));
    assertThat(
        Stream.of(0, 1, 2).map(i -> examples.at("/missing-id/" + i + "/detail").asText()).toList(),
        contains(
            "the row has neither a usable device id nor a usable user id",
            "device_id is on the destination's list of values that are no ids;"
                + " user_id is on the destination's list of values that are no ids",
            "user_id has 3 characters, the destination wants at least 5"));
  }

  /** As lanes set events aside: with what was to be sent, and without the row. */
  @Test
  void rowsThatAreNotAtHandAreReadAgain() {
    Origin second = new Origin(MIXED.resolve("input/good.json").toString(), null, 2);
    Refused cause = Refused.because(Reason.DAILY_QUOTA);
    SetAside late = new SetAside(second, cause, "id", null, Bytes.of("{}"), null);
    ReadEvents.Result read = read(reader().counting(NOW));
    PCollection<SetAside> aside = pipeline.apply(Create.of(late).withCoder(SetAsideCoder.of()));

    PAssert.that(CensusParts.of(read, aside, read.account(), reader, 10, false))
        .satisfies(
            all -> {
              ObjectNode plan = JSON.createObjectNode();
              CensusJson.putInto(plan, all);
              JsonNode shown = plan.at("/examples/daily-quota/0");
              assertThat(shown.get("row").asText(), containsString("9007199254740993"));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void withoutACensusThereIsNothingToSay() {
    ReadEvents.Result read = read(reader());

    assertThrows(IllegalArgumentException.class, () -> parts(read));
  }

  @Test
  void aLiveExportThatIsNotThereIsAProblem() {
    List<InputFile> files = LiveInput.files(options("--live=" + MIXED + "/none/*"), problems);

    assertThat(files, is(empty()));
    assertThat(problems, contains(startsWith("--live: no file matches " + MIXED + "/none/*")));
  }

  @Test
  void withoutALiveExportThereIsNoProblem() {
    assertThat(LiveInput.files(options(), problems), is(empty()));
    assertThat(problems, is(empty()));
  }

  private ReadEvents reader() {
    return ReadEvents.with(reader, BackfillPipeline.toLanes(config));
  }

  private ReadEvents.Result read(ReadEvents step) {
    return pipeline.apply(ListedFiles.of(config.files())).apply("Read", step);
  }

  private PCollection<String> parts(ReadEvents.Result read) {
    return CensusParts.of(read, read.aside(), read.account(), reader, 10, false);
  }

  private PipelineOptions options(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--input=" + MIXED.resolve("input/*"),
                "--apiKey=env:PATH",
                "--output=" + MIXED,
                "--ledger=none",
                "--sourceProject=187520",
                "--since=2024-02-01",
                "--until=2024-04-01",
                "--excludeEvents=Heartbeat",
                "--maxLineBytes=2kB"));
    args.addAll(List.of(more));
    return CommandLine.parse(args.toArray(String[]::new), problems);
  }

  private static List<String> names(JsonNode json) {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}
