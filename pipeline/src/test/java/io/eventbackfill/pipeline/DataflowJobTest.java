package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventbackfill.coders.AccountCoder;
import io.eventbackfill.coders.ActorLoadsCoder;
import io.eventbackfill.coders.EventBlockCoder;
import io.eventbackfill.coders.InputFileCoder;
import io.eventbackfill.coders.SetAsideCoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.runners.dataflow.util.CloudObject;
import org.apache.beam.runners.dataflow.util.CloudObjects;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Dataflow is asked to do, by the command itself. Nothing of it is carried out. */
class DataflowJobTest {
  private static final List<String> STEPS =
      List.of(
          "ListFiles",
          "ReadEvents",
          "DeliverLanes",
          "SetAside",
          "RestoreRows",
          "WriteAside",
          "Accounts",
          "WriteReport");

  private final LoopbackCloud cloud = new LoopbackCloud();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void everyStepIsDescribed() throws IOException {
    for (DataflowJob job : List.of(plain(), withMore())) {
      for (String step : STEPS) {
        assertThat(job.steps().keySet(), hasItem(startsWith(step)));
      }
      // Nothing that one of the service's kinds of worker might not have.
      assertThat(job.pipeline().getRequirementsList(), is(empty()));
    }
  }

  @Test
  void itIsABatchJob() throws IOException {
    for (DataflowJob job : List.of(plain(), withMore())) {
      JsonNode environment = job.environment();
      assertThat(environment.at("/version/job_type").asText(), is("JAVA_BATCH_AUTOSCALING"));
      assertThat(
          environment.at("/workerPools/0/workerHarnessContainerImage").asText(),
          containsString("-batch:"));
    }
  }

  @Test
  void asManyWorkersAsShareTheRates() throws IOException {
    JsonNode one = plain().environment();
    assertThat(one.at("/workerPools/0/numWorkers").asInt(), is(1));
    assertThat(
        one.at("/workerPools/0/autoscalingSettings/algorithm").asText(),
        is("AUTOSCALING_ALGORITHM_NONE"));

    JsonNode four = template("--workerProcesses=4").environment();
    assertThat(four.at("/workerPools/0/numWorkers").asInt(), is(4));
    assertThat(four.at("/sdkPipelineOptions/options/numberOfWorkerHarnessThreads").asInt(), is(16));
  }

  @Test
  void coders_areOursOrTheEngines_andAreTheSameOnAWorker() throws IOException {
    for (DataflowJob job : List.of(plain(), withMore())) {
      List<Coder<?>> coders = job.coders();

      assertThat(coders, everyItem(is(not(instanceOf(SerializableCoder.class)))));
      assertThat(
          coders.stream().filter(coder -> isOurs(coder)).distinct().toList(),
          containsInAnyOrder(
              InputFileCoder.of(),
              SetAsideCoder.of(),
              AccountCoder.of(),
              EventBlockCoder.of(),
              ActorLoadsCoder.of()));
    }
  }

  @Test
  void encodings_areReadByDataflowsWorkers() throws IOException {
    List<JsonNode> encodings = withMore().json().findValues("encoding");

    assertThat(encodings, is(not(empty())));
    for (JsonNode encoding : encodings) {
      Map<?, ?> spec = new ObjectMapper().convertValue(encoding, Map.class);
      @SuppressWarnings("unchecked") // JSON's keys are texts.
      CloudObject object = CloudObject.fromSpec((Map<String, Object>) spec);
      assertThat(
          encoding.toString(), CloudObjects.coderFromCloudObject(object), is(notNullValue()));
    }
  }

  @Test
  void theKeyIsNowhere() throws IOException {
    Command run = cloud.run(folder, "--ledger=none", "--templateLocation=" + description());
    DataflowJob job = described();

    // What is packed was looked into: the reference is found there.
    assertThat(job.deliveryCode(), containsString("file:gs://backfill/key"));
    assertThat(job.everything(), not(containsString(Command.KEY)));
    assertThat(run.everythingSaid(), not(containsString(Command.KEY)));
    cloud.objects().remove("key");
    cloud
        .objects()
        .forEach(
            (name, bytes) ->
                assertThat(
                    name,
                    new String(bytes, StandardCharsets.ISO_8859_1),
                    not(containsString(Command.KEY))));
  }

  @Test
  void optionsAreTheSameAfterTheirJourney() throws IOException {
    String[] more = more();
    DataflowJob job = withMore();
    List<String> args = cloud.args(more);
    List<String> problems = new ArrayList<>();
    PipelineOptions before = CommandLine.parse(args.toArray(String[]::new), problems);
    EngineDefaults.apply(before, args.toArray(String[]::new));
    PipelineOptions after = job.optionsOfAWorker();

    BackfillConfig asTyped = ConfigReader.read(before, Instant.EPOCH, problems);
    assertThat(
        "with the limits that were read",
        OptionCatalog.values(after),
        is(OptionCatalog.values(before)));
    assertThat(
        OptionsTest.fingerprint(ConfigReader.read(after, Instant.EPOCH, problems)),
        is(OptionsTest.fingerprint(asTyped)));
    assertThat(problems, is(empty()));
  }

  /** With a template's usual options. */
  private DataflowJob plain() throws IOException {
    return template();
  }

  private DataflowJob template(String... more) throws IOException {
    List<String> all = new ArrayList<>(List.of(more));
    all.addAll(List.of("--ledger=none", "--templateLocation=" + description()));
    Command run = cloud.run(folder, all.toArray(String[]::new));
    assertThat(run.err(), run.exitCode(), is(0));
    assertThat(cloud.jobs(), is(empty()));
    return described();
  }

  /** With a ledger, so that the job is created at once. */
  private DataflowJob withMore() throws IOException {
    cloud.jobFailed("out of luck");
    Command run = cloud.run(folder, more());
    assertThat(run.err(), cloud.jobs().size(), is(1));
    return DataflowJob.of(cloud, cloud.jobs().remove(0));
  }

  private String[] more() throws IOException {
    Path mapping = folder.resolve("mapping.yaml");
    Files.writeString(
        mapping,
        """
        version: 1
        name: a
        event_type: a
        time: a
        user: b
        identity: c
        event_properties: {x: {expression: double(row.x) + 1.0}}
        """);
    return Stream.of(
            "--mapping=" + mapping,
            "--orderBy=user_id",
            "--since=2024-01-01",
            "--until=2024-03-01T12:00:00+02:00",
            "--events=Sign Up",
            "--lanes=7",
            "--workerProcesses=3",
            "--maxEventsPerSecond=500",
            "--maxLineBytes=1MB")
        .toArray(String[]::new);
  }

  private Path description() {
    return folder.resolve("job.json").toAbsolutePath();
  }

  private DataflowJob described() throws IOException {
    return DataflowJob.of(cloud, new ObjectMapper().readTree(description().toFile()));
  }

  private static boolean isOurs(Coder<?> coder) {
    return coder.getClass().getName().startsWith("io.eventbackfill.");
  }
}
