package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bundled jar with everything it reads and writes on S3, by a real server. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ObjectStoreIT {
  private static final List<String> ODD =
      List.of(
          "in/#hash#.json",
          "in/with space.json",
          "in/a+b=c&d.json",
          "in/100%25.json",
          "in/[1]{2}.json",
          "in/what?*.json",
          "in/日本 é 😀.json",
          "in/deep/er/x.json",
          "in/back\\slash.json");

  private static final int MANY = 2100;
  private static final String CREDENTIALS =
      "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\"%s\","
          + "\"secretAccessKey\":\"%s\"}";

  @TempDir static Path shared;
  private static S3Server s3;

  @TempDir Path folder;
  private final AmplitudeEmulator amplitude = AmplitudeEmulator.start();
  private final List<JarRun> runs = new ArrayList<>();
  private String bucket;
  private FaultyLine line;

  @BeforeAll
  static void startServer() throws Exception {
    s3 = S3Server.start(shared);
  }

  @AfterAll
  static void stopServer() {
    s3.close();
  }

  @BeforeEach
  void connect() throws IOException {
    bucket = "bucket-" + System.nanoTime();
    s3.create(bucket);
    line = FaultyLine.to(s3.port());
  }

  @AfterEach
  void disconnect() throws IOException {
    runs.forEach(JarRun::close);
    line.close();
    amplitude.close();
  }

  @Test
  void anObjectOfAnyNameIsReadOnceAndTheNextRunTakesWhatIsNew() throws Exception {
    Map<String, String> objects = new LinkedHashMap<>();
    ODD.forEach(name -> objects.put(name, ExportRows.row(0, objects.size(), "user-a")));
    objects.put("in/left-out/x.json", ExportRows.row(1, 0, "user-b"));
    objects.put("in/folder/", "");
    s3.putAll(bucket, objects);

    start(Engine.DIRECT, "--excludeInput=" + address("**/left-out/*")).assertEnds(0);
    assertThat(amplitude.stored(), hasSize(ODD.size()));
    assertThat(
        filesInReport(),
        containsInAnyOrder(ODD.stream().map(this::address).toArray(String[]::new)));

    // What was left out is new once it is no longer left out.
    start(Engine.DIRECT).assertEnds(0);
    assertThat(amplitude.stored(), hasSize(ODD.size() + 1));

    JarRun third = start(Engine.DIRECT);
    third.assertEnds(0);
    assertThat(third.said(), containsString("Nothing new"));
  }

  /** By the engine that is made for it: the other one is busy with its own for seconds. */
  @Test
  void thousandsOfObjectsAreListedByTheThousandAndReadOnce() throws Exception {
    Map<String, String> objects = new LinkedHashMap<>();
    IntStream.range(0, MANY)
        .forEach(i -> objects.put("in/" + i + ".json", ExportRows.row(i % 50, i, "user")));
    s3.putAll(bucket, objects);

    start(Engine.FLINK).assertEnds(0);

    assertThat(amplitude.stored(), hasSize(MANY));
    assertThat(filesInReport(), hasSize(MANY));
    assertThat("listings", line.requests.stream().filter(this::listsInput).count(), is(3L));

    JarRun again = start(Engine.FLINK);
    again.assertEnds(0);
    assertThat(again.said(), containsString("Nothing new"));
    assertThat(amplitude.stored(), hasSize(MANY));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aStoreThatFailsNowAndThenCostsNothingAndAnObjectThatIsGoneItself(Engine engine)
      throws Exception {
    String rows =
        IntStream.range(0, 2000)
            .mapToObj(i -> ExportRows.row(0, i, "user-a"))
            .collect(Collectors.joining("\n"));
    s3.put(bucket, "in/big.json", rows.getBytes(StandardCharsets.UTF_8));
    for (String name : List.of("fine", "gone", "forbidden")) {
      byte[] row = ExportRows.row(1, name.length(), "user-b").getBytes(StandardCharsets.UTF_8);
      s3.put(bucket, "in/" + name + ".json", row);
    }
    line.answering("^GET /[^/]*\\?.*prefix=in", 503, "SlowDown", 2)
        .answering("^GET .*/in/fine", 503, "SlowDown", 2)
        .cutting("^GET .*/in/big", 300_000, 2)
        .cutting("^HEAD .*/in/big", 0, 1)
        .answering("^HEAD .*/in/gone", 404, "NoSuchKey", 1000)
        .answering("^(GET|HEAD) .*/in/forbidden", 403, "AccessDenied", 1000);

    JarRun run = start(engine);
    run.assertEnds(3);
    assertThat(run.said(), not(containsString("\tat ")));

    assertThat(amplitude.stored(), hasSize(2001));
    assertThat(
        amplitude.statistics().arrivalOrder(ExportRows.device(0)),
        equalTo(ExportRows.identities(0, 0, 2000)));
    assertThat(report().at("/reasons/unreadable-file").asInt(), is(2));
    assertThat(
        deadLetters().stream().map(record -> record.at("/origin/file").asText()).toList(),
        containsInAnyOrder(address("in/gone.json"), address("in/forbidden.json")));
  }

  @Test
  void aRunThatIsKilledGoesOnByItsLedgerOnS3() throws Exception {
    StringBuilder rows = new StringBuilder();
    for (int device = 0; device < 10; device++) {
      for (int i = 0; i < 200; i++) {
        rows.append(ExportRows.row(device, i, "user-" + device)).append('\n');
      }
    }
    s3.put(bucket, "in/a.json", rows.toString().getBytes(StandardCharsets.UTF_8));
    String[] slowly = {
      "--maxEventsPerSecond=400", "--maxEventsPerRequest=20", "--ledgerInterval=300ms"
    };
    JarRun killed = start(Engine.DIRECT, slowly);
    killed.await(() -> amplitude.stored().size() > 500);
    killed.kill();
    int before = amplitude.stored().size();
    assertThat(before, is(lessThan(2000)));

    JarRun resumed = start(Engine.DIRECT, slowly);
    resumed.assertEnds(0);
    assertThat(resumed.said(), containsString("Resuming run"));

    assertThat(amplitude.stored(), hasSize(2000));
    assertThat(amplitude.statistics().orderInversions(), is(0L));
    long copies = amplitude.statistics().duplicatesReceived();
    assertThat("copies", copies, is(lessThan(before / 2L + 1)));
    assertThat(s3.keys(bucket, "ledger/history/"), hasSize(greaterThan(0)));
  }

  @Test
  void whatIsWrongWithAStoreIsSaidAtOnceBeforeTheFirstEvent() {
    Command run =
        Command.run(
            folder,
            List.of(
                "--input=s3://no-such-bucket/**,s3://" + bucket + "/folder/,hdfs://h/*",
                "--excludeInput=s3://neither-this/**",
                "--output=s3://nor-this/out",
                "--ledger=s3://and-not-this/ledger",
                "--apiKey=" + Command.KEY,
                "--s3Endpoint=" + line.endpoint(),
                "--s3PathStyle=true",
                CREDENTIALS.formatted(S3Server.KEY_ID, S3Server.SECRET)));

    assertThat(run.exitCode(), is(2));
    assertThat(
        run.err(),
        allOf(
            containsString("--input: s3://no-such-bucket/** can't be listed: there is no bucket"),
            containsString("--excludeInput: s3://neither-this/** can't be listed: there is no"),
            containsString("--output: s3://nor-this/out can't be listed: there is no bucket"),
            containsString("--ledger: s3://and-not-this/ledger can't be listed: there is no"),
            containsString("/folder/ can't be listed: it is a folder; name its files, such as"),
            containsString("hdfs://h/* can't be listed: No filesystem found for scheme hdfs: set"),
            not(containsString("Exception")),
            not(containsString("\tat "))));
    assertThat(run.everythingSaid(), not(containsString(S3Server.SECRET)));
  }

  @Test
  void aWrongKeyIsSaidAndNotShown() {
    Command run =
        Command.run(
            folder,
            List.of(
                "--input=s3://" + bucket + "/**",
                "--output=" + folder.resolve("out"),
                "--ledger=none",
                "--apiKey=" + Command.KEY,
                "--s3Endpoint=" + line.endpoint(),
                "--s3PathStyle=true",
                CREDENTIALS.formatted(S3Server.KEY_ID, "another-hush")));

    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), containsString("the secret key does not belong to the access key"));
    assertThat(run.everythingSaid(), not(containsString("hush")));
    assertThat(amplitude.requests(), is(empty()));
  }

  @Test
  void aMappingIsTriedOnObjectsToo() throws Exception {
    s3.putAll(bucket, Map.of("in/a.json", ExportRows.row(0, 0, "user-a")));

    Command check =
        Command.run(
            folder,
            List.of(
                "mapping",
                "--check",
                "--input=" + address("in/**"),
                "--s3Endpoint=" + line.endpoint(),
                "--s3PathStyle=true",
                CREDENTIALS.formatted(S3Server.KEY_ID, S3Server.SECRET)));

    assertThat(check.err(), check.exitCode(), is(0));
    assertThat(check.out(), containsString("Mapping amplitude-export, 1 rows:"));
  }

  private JarRun start(Engine engine, String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--input=" + address("in/**"),
                "--output=" + address("out"),
                "--ledger=" + address("ledger"),
                "--apiKey=env:AMPLITUDE_API_KEY",
                "--destinationEndpoint=" + amplitude.endpoint(),
                "--s3Endpoint=" + line.endpoint(),
                "--s3PathStyle=true",
                "--lanes=4"));
    args.addAll(engine.args());
    args.addAll(List.of(more));
    List<String> jvm = new ArrayList<>(JarRun.HASTY);
    jvm.add("-Daws.accessKeyId=" + S3Server.KEY_ID);
    jvm.add("-Daws.secretAccessKey=" + S3Server.SECRET);
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    Path log = folder.resolve("start-" + runs.size() + ".log");
    JarRun run = JarRun.start(log, JarRun.command(temporary, jvm, args));
    runs.add(run);
    return run;
  }

  private boolean listsInput(String request) {
    return request.startsWith("GET /" + bucket + "?") && request.contains("prefix=in");
  }

  private String address(String key) {
    return "s3://" + bucket + "/" + key;
  }

  private List<String> filesInReport() throws IOException {
    List<String> names = new ArrayList<>();
    report().path("files").forEach(file -> names.add(file.path("file").asText()));
    return names;
  }

  private JsonNode report() throws IOException {
    List<String> keys =
        s3.keys(bucket, "out/").stream().filter(key -> key.endsWith("/report.json")).toList();
    return new ObjectMapper().readTree(s3.text(bucket, keys.get(keys.size() - 1)));
  }

  private List<JsonNode> deadLetters() throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String key : s3.keys(bucket, "out/")) {
      if (key.contains("/dead-letters/")) {
        for (String record : s3.text(bucket, key).lines().toList()) {
          records.add(new ObjectMapper().readTree(record));
        }
      }
    }
    return records;
  }
}
