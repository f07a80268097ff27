package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.RetryPolicy;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.ledger.WhenInDoubt;
import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.model.InputFile;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.pacing.PacingLimits;
import io.eventbackfill.source.ReadSettings;
import io.eventbackfill.steps.FileSystemStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** The only reader of options: strings in, values out, all faults together. */
final class ConfigReader {
  /** Vendors forget identities after 7 days; a copy sent later than this might be stored again. */
  private static final Duration LONGEST_RETRY = LedgeredBackfill.REMEMBERED;

  /** More lanes than this only make requests smaller. */
  private static final int MOST_LANES = 4096;

  private final PipelineOptions all;
  private final BackfillOptions options;
  private final Instant startedAt;
  private final List<String> problems;
  private final Destination.Factory factory;

  private ConfigReader(PipelineOptions all, Instant startedAt, List<String> problems) {
    this.startedAt = startedAt;
    this.all = all;
    this.options = all.as(BackfillOptions.class);
    this.problems = problems;
    this.factory = Destinations.chosen(options, problems);
  }

  /**
   * The run these options describe.
   *
   * @param startedAt when the command was started
   * @param problems takes a sentence for each fault; the result must not be used if there is any
   */
  static BackfillConfig read(PipelineOptions options, Instant startedAt, List<String> problems) {
    return new ConfigReader(options, startedAt, problems).read();
  }

  /** A destination, and how long to wait for its answer. */
  record Reached(Destination destination, Duration requestTimeout) {}

  /**
   * The part of these options that is about the destination.
   *
   * @param startedAt when the command was started
   * @param problems takes a sentence for each fault; the result must not be used if there is any
   */
  static Reached readDestination(
      PipelineOptions options, Instant startedAt, List<String> problems) {
    ConfigReader reader = new ConfigReader(options, startedAt, problems);
    return new Reached(
        reader.destination(reader.apiKey()),
        reader.duration("requestTimeout", reader.options.getRequestTimeout()));
  }

  /** What it takes to read rows and to map them. */
  record MappedInput(List<InputFile> files, Mapping mapping, ReadSettings settings) {}

  /**
   * The part of these options that is about the input.
   *
   * @param problems takes a sentence for each fault; the result must not be used if there is any
   */
  static MappedInput readInput(PipelineOptions options, List<String> problems) {
    ConfigReader reader = new ConfigReader(options, Instant.EPOCH, problems);
    return new MappedInput(
        reader.inputs(problems),
        MappingReader.read(reader.options, problems),
        ReadSettings.upTo(reader.maxLineBytes()).reading(TextOptions.of(reader.options, problems)));
  }

  private int maxLineBytes() {
    return (int) bytes("maxLineBytes", options.getMaxLineBytes(), 1 << 30);
  }

  private BackfillConfig read() {
    List<String> unmatched = new ArrayList<>();
    List<InputFile> files = inputs(unmatched);
    Optional<String> ledger = ledger(unmatched);
    Secret apiKey = apiKey();
    Mapping mapping = MappingReader.read(options, problems);
    Destination destination = destination(apiKey);
    Duration requestTimeout = duration("requestTimeout", options.getRequestTimeout());
    Duration giveUpAfter = duration("giveUpAfter", options.getGiveUpAfter());
    if (giveUpAfter.compareTo(LONGEST_RETRY) > 0) {
      problems.add(
          "--giveUpAfter=%s must be at most 6d: vendors forget identities after 7 days"
              .formatted(options.getGiveUpAfter()));
    }
    int lanes = atLeastOne("lanes", options.getLanes(), MOST_LANES);
    return new BackfillConfig(
        files,
        mapping,
        destination,
        output(),
        orderBy(),
        lanes,
        limits(),
        atLeastOne("lookAhead", options.getLookAhead()),
        requestTimeout,
        RetryPolicy.givingUpAfter(giveUpAfter),
        maxLineBytes(),
        SelectionReader.read(options, problems),
        TextOptions.of(options, problems),
        unmatched,
        ledger,
        whenInDoubt(),
        duration("ledgerInterval", options.getLedgerInterval()),
        RunSettings.of(all, apiKey, mapping, LaneLayout.of(lanes, destination)),
        isRetry());
  }

  private List<InputFile> inputs(List<String> unmatched) {
    List<String> globs = list(options.getInput());
    if (globs.isEmpty() && !isRetry()) {
      problems.add("--input is required: globs of files to read, such as --input='exports/**'");
    }
    try (S3Objects objects = new S3Objects(all)) {
      for (String option : List.of("output", "ledger")) {
        checkFolder(option, objects);
      }
      return new InputFiles(objects, unmatched, problems)
          .matching(globs, list(options.getExcludeInput()));
    }
  }

  /** Then the input is what was found in the folders, and said of them what there is to say. */
  private boolean isRetry() {
    return all.as(RetryOptions.class).getFrom() != null;
  }

  /** A bucket that can't be used is known now, and not when all was read. */
  private void checkFolder(String option, S3Objects objects) {
    String folder = option.equals("output") ? options.getOutput() : options.getLedger();
    if (folder == null || !S3Objects.isAddress(folder)) {
      return;
    }
    try {
      objects.check(folder);
    } catch (IOException e) {
      problems.add("--%s: %s can't be listed: %s".formatted(option, folder, e.getMessage()));
    }
  }

  /** A recurring job may find nothing, or not yet; without a ledger that is a mistake. */
  private Optional<String> ledger(List<String> unmatched) {
    String given = options.getLedger();
    if (given == null || given.isBlank()) {
      problems.addAll(unmatched);
      problems.add(
          "--ledger is required: a folder that remembers what was sent, such as --ledger=./ledger;"
              + " or --ledger=none");
      return Optional.empty();
    }
    if (given.equals(BackfillOptions.NO_LEDGER)) {
      problems.addAll(unmatched);
      return Optional.empty();
    }
    return folder(given);
  }

  private Optional<String> folder(String given) {
    try {
      FileSystemStore unused = FileSystemStore.in(given);
    } catch (IllegalArgumentException e) {
      problems.add("--ledger=" + given + ": " + e.getMessage());
    }
    return Optional.of(given);
  }

  private WhenInDoubt whenInDoubt() {
    Optional<WhenInDoubt> named = WhenInDoubt.named(options.getInDoubt());
    if (named.isEmpty()) {
      problems.add(
          "--inDoubt=%s is unknown (refuse, resend, skip)".formatted(options.getInDoubt()));
    }
    return named.orElse(WhenInDoubt.REFUSE);
  }

  private Secret apiKey() {
    String reference = options.getApiKey();
    if (reference == null || reference.isBlank()) {
      problems.add("--apiKey is required: env:NAME or file:PATH");
      return Secret.of("missing");
    }
    Secret secret = Secret.of(reference, ObjectText::key);
    // Engines show options to whoever looks at a job; from here on only the reference is there.
    options.setApiKey(secret.toString());
    try {
      secret.reveal();
    } catch (IllegalStateException e) {
      problems.add("--apiKey: " + e.getMessage());
      return Secret.of("missing");
    }
    return secret;
  }

  private Destination destination(Secret apiKey) {
    Destination.Settings settings =
        new Destination.Settings(
            apiKey,
            options.getDestinationRegion(),
            endpoint(),
            atLeastOne("maxEventsPerRequest", options.getMaxEventsPerRequest()),
            bytes("maxBytesPerRequest", options.getMaxBytesPerRequest(), Long.MAX_VALUE),
            startedAt);
    return factory.create(settings, all, problems);
  }

  private Optional<URI> endpoint() {
    String given = options.getDestinationEndpoint();
    if (given == null) {
      return Optional.empty();
    }
    Optional<URI> uri = address("destinationEndpoint", given, problems);
    if (uri.isPresent()
        && "http".equalsIgnoreCase(uri.get().getScheme())
        && !options.getAllowInsecureEndpoint()
        && !isLoopback(uri.get().getHost())) {
      problems.add(
          "--destinationEndpoint=%s would send the key unencrypted to another machine; use https, or"
                  .formatted(given)
              + " --allowInsecureEndpoint=true if that is meant");
    }
    return uri;
  }

  /**
   * The http or https address that an option gives.
   *
   * @param problems takes a sentence if it is none
   */
  static Optional<URI> address(String option, String given, List<String> problems) {
    try {
      URI uri = new URI(given);
      boolean http = "http".equalsIgnoreCase(uri.getScheme());
      if (uri.getHost() == null || !(http || "https".equalsIgnoreCase(uri.getScheme()))) {
        problems.add("--%s=%s is not an http or https address".formatted(option, given));
        return Optional.empty();
      }
      return Optional.of(uri);
    } catch (URISyntaxException e) {
      problems.add("--%s=%s is not an address: %s".formatted(option, given, e.getReason()));
      return Optional.empty();
    }
  }

  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private String output() {
    String given = options.getOutput();
    if (given == null || given.isBlank()) {
      problems.add("--output is required: a folder for results, such as --output=./out");
      return "./";
    }
    return given.endsWith("/") ? given : given + "/";
  }

  private OrderBy orderBy() {
    Optional<OrderBy> named = OrderBy.named(options.getOrderBy());
    if (named.isEmpty()) {
      problems.add(
          "--orderBy=%s is unknown (%s)"
              .formatted(
                  options.getOrderBy(),
                  Stream.of(OrderBy.values())
                      .map(OrderBy::option)
                      .collect(Collectors.joining(", "))));
    }
    return named.orElse(OrderBy.DEVICE_ID);
  }

  private PacingLimits limits() {
    PacingLimits ofAll = LimitReader.read(options, factory.defaultLimits(), problems);
    return ofAll.dividedAmong(atLeastOne("workerProcesses", options.getWorkerProcesses()));
  }

  private int atLeastOne(String name, int value) {
    return atLeastOne(name, value, Integer.MAX_VALUE);
  }

  private int atLeastOne(String name, int value, int most) {
    if (value < 1 || value > most) {
      problems.add(
          "--%s=%d must be at least 1%s"
              .formatted(name, value, most == Integer.MAX_VALUE ? "" : " and at most " + most));
      return 1;
    }
    return value;
  }

  private long bytes(String name, String text, long most) {
    Optional<Long> bytes = Units.bytes(text);
    if (bytes.isEmpty() || bytes.get() < 1 || bytes.get() > most) {
      problems.add("--%s=%s is not a size such as 10MB".formatted(name, text));
      return 1;
    }
    return bytes.get();
  }

  private Duration duration(String name, String text) {
    Optional<Duration> duration = Units.duration(text);
    if (duration.isEmpty() || duration.get().isZero()) {
      problems.add("--%s=%s is not a time such as 60s, 15m or 24h".formatted(name, text));
      return Duration.ofSeconds(1);
    }
    return duration.get();
  }

  /** The parts of a value that commas separate, none of them empty. */
  static List<String> list(@Nullable String text) {
    return text == null
        ? new ArrayList<>()
        : Arrays.stream(text.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
