package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.eventbackfill.model.Note;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SkippedFile;
import io.eventbackfill.model.TimeRange;
import io.eventbackfill.pacing.PacingLimits;
import io.eventbackfill.source.Wanted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.options.PipelineOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An option exists only if it is described, in the README, and has an effect. That of a
 * destination's own options is held by the contract of destinations.
 */
class OptionsTest {
  @TempDir Path folder;
  private final Map<String, String> base = new TreeMap<>();

  /** For every option a value that must change the run. */
  private final Map<String, String> other = new TreeMap<>();

  /** A run to another destination, with what its options take beside them. */
  private final Map<String, String> posthog = new TreeMap<>();

  @BeforeEach
  void options() throws IOException {
    Files.writeString(folder.resolve("a.json"), "");
    Files.writeString(folder.resolve("b.json"), "");
    Files.writeString(
        folder.resolve("mapping.yaml"),
        "version: 1\nname: a\nevent_type: a\ntime: a\nuser: a\nidentity: a\n");
    base.put("input", folder.resolve("a.json").toString());
    base.put("apiKey", "env:PATH");
    base.put("output", folder.toString());
    base.put("ledger", folder.resolve("ledger").toString());
    other.put("input", folder.resolve("b.json").toString());
    other.put("excludeInput", folder.resolve("a.json").toString());
    other.put("apiKey", "env:HOME");
    other.put("output", folder.resolve("other").toString());
    other.put("mapping", folder.resolve("mapping.yaml").toString());
    other.put("sourceProject", "1");
    other.put("destinationRegion", "eu");
    other.put("destinationEndpoint", "https://example.com/batch");
    other.put("orderBy", "user_id");
    other.put("lanes", "7");
    other.put("maxEventsPerRequest", "7");
    other.put("maxBytesPerRequest", "7kB");
    other.put("maxEventsPerSecond", "7");
    other.put("maxRequestsPerSecond", "7");
    other.put("maxEventsPerSecondPerDevice", "7");
    other.put("maxEventsPerDay", "7");
    other.put("workerProcesses", "7");
    other.put("lookAhead", "7");
    other.put("since", "2024-03-01");
    other.put("until", "2024-03-01");
    other.put("events", "a");
    other.put("excludeEvents", "a");
    other.put("ledger", "another");
    other.put("ledgerInterval", "7s");
    other.put("inDoubt", "skip");
    other.put("requestTimeout", "7s");
    other.put("giveUpAfter", "7m");
    other.put("maxLineBytes", "7kB");
    other.put("inputFormat", "csv");
    other.put("csvDelimiter", "tab");
    other.put("csvNull", "NULL");
    other.put("timeSource", "client_event_time");
    other.put("leaveOut", "ip");
    posthog.putAll(base);
    posthog.put("destination", "posthog");
    posthog.put("apiKey", "phc_0123456789");
    posthog.put("personalApiKey", "phx_0123456789");
    posthog.put("projectId", "1");
  }

  /**
   * One value only, or only the power to refuse: covered by {@link CommandLineTest}. Or of a file
   * system: by {@link S3ObjectsTest}.
   */
  private static final List<String> CHECKED_ELSEWHERE =
      List.of("destination", "allowInsecureEndpoint", "s3Endpoint", "s3PathStyle");

  @Test
  void everyOptionHasAnEffect() throws IOException {
    TreeSet<String> all = new TreeSet<>();
    OptionCatalog.of(BackfillOptions.class).forEach(option -> all.add(option.name()));
    TreeSet<String> covered = new TreeSet<>(other.keySet());
    covered.addAll(CHECKED_ELSEWHERE);
    assertThat(covered, equalTo(all));

    String before = fingerprint(base);
    for (Map.Entry<String, String> option : other.entrySet()) {
      Map<String, String> changed = new TreeMap<>(base);
      changed.put(option.getKey(), option.getValue());
      assertThat(option.getKey(), fingerprint(changed), is(not(equalTo(before))));
    }
  }

  @Test
  void limitsThatAreNotGivenAreTheDestinationsOwn() {
    BackfillConfig there = config(posthog, new ArrayList<>());
    assertThat(
        there.limits(), is(new PacingLimits(1000, 100, PacingLimits.NONE, PacingLimits.NONE)));

    posthog.put("maxEventsPerSecondPerDevice", "300");
    assertThat(config(posthog, new ArrayList<>()).limits().eventsPerSecondPerActor(), is(300.0));
  }

  @Test
  void theReportShowsTheLimitsInForceAndNoneWhereThereIsNone() {
    assertThat(limitsShown(base), is("1000 300 500000"));
    assertThat(limitsShown(posthog), is("1000 null null"));
  }

  private static String limitsShown(Map<String, String> args) {
    PipelineOptions options = CommandLine.parse(line(args), new ArrayList<>());
    ConfigReader.read(options, Instant.EPOCH, new ArrayList<>());
    Map<String, String> shown = OptionCatalog.values(options);
    return shown.get("maxEventsPerSecond")
        + " "
        + shown.get("maxEventsPerSecondPerDevice")
        + " "
        + shown.get("maxEventsPerDay");
  }

  @Test
  void aPersonalKeyIsShownByReferenceOnly() {
    PipelineOptions options = CommandLine.parse(line(posthog), new ArrayList<>());
    ConfigReader.read(options, Instant.EPOCH, new ArrayList<>());

    assertThat(OptionCatalog.values(options).toString(), not(containsString("phx_0123456789")));
  }

  @Test
  void plainHttpToAnotherMachineNeedsToBeAllowed() {
    Map<String, String> args = new TreeMap<>(base);
    args.put("destinationEndpoint", "http://198.51.100.1/");
    assertThat(problems(args), is(not(empty())));
    args.put("allowInsecureEndpoint", "true");
    assertThat(problems(args), is(empty()));
    args.remove("allowInsecureEndpoint");
    args.put("destinationEndpoint", "http://127.0.0.1:8089");
    assertThat(problems(args), is(empty()));
  }

  @Test
  void ofAFileOnlyTheTimesAndTheFieldsAreReadThatARunNeeds() {
    Map<String, String> args = new TreeMap<>(base);
    args.put("since", "2024-03-01");
    Wanted built = BackfillPipeline.readSettings(config(args, new ArrayList<>())).wanted();
    assertThat(built.range(), is(new TimeRange(1_709_251_200_000_000L, Long.MAX_VALUE)));
    assertThat(built.timeField(), is("event_time"));
    assertThat("a hash of the row needs all", built.fields(), is(nullValue()));

    args.put("mapping", other.get("mapping"));
    Wanted own = BackfillPipeline.readSettings(config(args, new ArrayList<>())).wanted();
    assertThat(own.fields(), is(not(nullValue())));
  }

  @Test
  void theLimitsOfOneProcessAreItsShareUnlessTheyAreOfOneDevice() {
    Map<String, String> args = new TreeMap<>(base);
    assertThat(
        config(args, new ArrayList<>()).limits(), is(new PacingLimits(1000, 100, 300, 500_000)));

    args.put("workerProcesses", "8");
    assertThat(
        config(args, new ArrayList<>()).limits(), is(new PacingLimits(125, 12.5, 300, 500_000)));
  }

  @Test
  void theReadmeHasEveryOptionReasonNoteAndExitCode() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));

    for (OptionCatalog.Option option : OptionCatalog.all()) {
      String value = option.defaultValue().isEmpty() ? "" : "`" + option.defaultValue() + "`";
      assertThat(readme, containsString("| `--" + option.name() + "` | " + value));
    }
    for (Reason reason : Reason.values()) {
      assertThat(
          readme,
          containsString("| `%s` | %s |".formatted(reason.code(), reason.disposition().code())));
    }
    for (SkippedFile file : SkippedFile.values()) {
      assertThat(readme, containsString("`" + file.code() + "`"));
    }
    for (Note note : Note.values()) {
      assertThat(readme, containsString("| `" + note.code() + "` |"));
    }
    for (ExitCode code : ExitCode.values()) {
      assertThat(readme, containsString("| " + code.number() + " | " + code.meaning()));
    }
  }

  private static List<String> problems(Map<String, String> args) {
    List<String> problems = new ArrayList<>();
    config(args, problems);
    return problems;
  }

  private static BackfillConfig config(Map<String, String> args, List<String> problems) {
    PipelineOptions options = CommandLine.parse(line(args), problems);
    return ConfigReader.read(options, Instant.EPOCH, problems);
  }

  private static String[] line(Map<String, String> args) {
    return args.entrySet().stream()
        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
        .toArray(String[]::new);
  }

  private static String fingerprint(Map<String, String> args) throws IOException {
    List<String> problems = new ArrayList<>();
    BackfillConfig config = config(args, problems);
    assertThat(problems, is(empty()));
    return fingerprint(config);
  }

  /** Everything a worker would be told. */
  static String fingerprint(BackfillConfig config) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(config.destination());
      out.writeObject(config.mapping());
      out.writeObject(config.retry());
      out.writeObject(config.requestTimeout());
      out.writeObject(config.limits());
      out.writeObject(
          List.of(
              config.files(),
              config.output(),
              config.orderBy(),
              config.lanes(),
              config.lookAhead(),
              config.ledger().orElse(""),
              config.inDoubt(),
              config.ledgerInterval(),
              config.selection(),
              BackfillPipeline.readSettings(config)));
    }
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
