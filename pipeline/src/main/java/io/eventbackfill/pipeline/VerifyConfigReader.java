package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.delivery.StoredApi;
import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.InputFile;
import io.eventbackfill.model.Span;
import io.eventbackfill.pipeline.VerifyConfig.Api;
import io.eventbackfill.pipeline.VerifyConfig.Stored;
import io.eventbackfill.source.ReadSettings;
import io.eventbackfill.verification.Scope;
import io.eventbackfill.verification.StoredForm;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.options.PipelineOptions;

/** Reads the options of a verification: strings in, values out, all faults together. */
final class VerifyConfigReader {
  /**
   * When the runs were started matters to what they did with events that were young then: that is
   * in their results, and no event is to be left out for its age once more.
   */
  private static final Instant NOBODY_IS_YOUNG = Instant.parse("9999-12-31T00:00:00Z");

  private final PipelineOptions all;
  private final BackfillOptions options;
  private final VerifyOptions own;
  private final List<SentRun> runs;
  private final List<String> problems;

  private VerifyConfigReader(PipelineOptions all, List<SentRun> runs, List<String> problems) {
    this.all = all;
    this.options = all.as(BackfillOptions.class);
    this.own = all.as(VerifyOptions.class);
    this.runs = runs;
    this.problems = problems;
  }

  /**
   * The verification that these options describe.
   *
   * @param all the options, completed by those of the runs
   * @param runs the runs that they name
   * @param problems takes a sentence for each fault
   * @throws ConfigurationException with all faults, if there are any
   */
  static VerifyConfig read(PipelineOptions all, List<SentRun> runs, List<String> problems)
      throws ConfigurationException {
    VerifyConfigReader reader = new VerifyConfigReader(all, runs, problems);
    Optional<VerifyConfig> config = reader.read();
    if (config.isEmpty() || !problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return config.get();
  }

  private Optional<VerifyConfig> read() {
    Selection selection = SelectionReader.read(options, problems);
    StoredSource source = new StoredSource(all, problems);
    // Before the destination: of a key that stands in an option only its reference is left then.
    Optional<Api> api = source.named().flatMap(source::api);
    Optional<Destination> destination = destination();
    Optional<StoredForm> form = destination.flatMap(Destination::storedForm);
    if (destination.isPresent() && form.isEmpty()) {
      problems.add("--destination=%s can't be verified".formatted(options.getDestination()));
    }
    List<Span> uploads = uploads(form);
    Optional<Stored> stored = stored(source, form, uploads, api);
    String output = output();
    List<InputFile> sent = sent();
    List<InputFile> aside = aside();
    ReadSettings text = text();
    var mapping = MappingReader.read(options, problems);
    if (stored.isEmpty() || form.isEmpty() || !problems.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new VerifyConfig(
            runs,
            sent,
            aside,
            stored.get(),
            mapping,
            selection,
            destination.get(),
            form.get(),
            new Scope(uploads, selection),
            text,
            output,
            settings()));
  }

  /** Nothing is sent, so the key that it would be sent with is nobody's business. */
  private Optional<Destination> destination() {
    Destination.Factory factory = Destinations.byName().get(options.getDestination());
    if (factory == null) {
      problems.add("--destination=%s is unknown".formatted(options.getDestination()));
      return Optional.empty();
    }
    Destination.Settings settings =
        new Destination.Settings(
            Secret.of("none"),
            options.getDestinationRegion(),
            Optional.empty(),
            1,
            1,
            NOBODY_IS_YOUNG);
    return Optional.of(factory.create(settings, all, problems));
  }

  private ReadSettings text() {
    Optional<Long> longest = Units.bytes(options.getMaxLineBytes());
    if (longest.isEmpty() || longest.get() < 1 || longest.get() > 1 << 30) {
      problems.add(
          "--maxLineBytes=%s is not a size such as 10MB".formatted(options.getMaxLineBytes()));
    }
    return ReadSettings.upTo(longest.map(Long::intValue).orElse(1))
        .reading(TextOptions.of(options, problems));
  }

  private String output() {
    String given = options.getOutput();
    if (given == null || given.isBlank()) {
      problems.add("--output is required: a folder for results, such as --output=./out");
      return "./";
    }
    return given.endsWith("/") ? given : given + "/";
  }

  /** When something was uploaded that nobody but the runs can have sent. */
  private List<Span> uploads(Optional<StoredForm> form) {
    String from = own.getUploadedFrom();
    String until = own.getUploadedUntil();
    boolean told = form.map(StoredForm::tellsUploadTime).orElse(true);
    if ((from != null || until != null) && !told) {
      problems.add(
          "--uploadedFrom and --uploadedUntil do nothing with --destination=%s, which does not tell"
                  .formatted(options.getDestination())
              + " when an event came");
    }
    if (!told) {
      return List.of();
    }
    if (from != null || until != null) {
      if (from == null || until == null) {
        problems.add("--uploadedFrom and --uploadedUntil are given together or not at all");
        return List.of();
      }
      Span span =
          new Span(
              SelectionReader.millis("uploadedFrom", from, problems),
              SelectionReader.millis("uploadedUntil", until, problems));
      if (span.isEmpty()) {
        problems.add("--uploadedFrom=%s is after --uploadedUntil=%s".formatted(from, until));
      }
      return List.of(span);
    }
    return runs.stream().map(SentRun::uploaded).filter(span -> !span.isEmpty()).toList();
  }

  private List<InputFile> sent() {
    List<String> globs = ConfigReader.list(own.getSent());
    if (globs.isEmpty() && runs.isEmpty()) {
      problems.add(
          "--run is required, the results of a run such as --run=out/20260101T010000.000Z; or"
              + " --sent, globs of files");
    }
    if (!globs.isEmpty()) {
      return matching("--sent", globs, problems);
    }
    SortedMap<String, InputFile> files = new TreeMap<>();
    for (SentRun run : runs) {
      for (String name : run.files()) {
        try {
          files.put(name, InputFiles.named(name));
        } catch (FileNotFoundException e) {
          problems.add(
              "--run: %s was read by %s and is gone; if it is elsewhere, name all files with --sent"
                  .formatted(name, run.folder().path()));
        } catch (IOException e) {
          problems.add("--run: " + e.getMessage());
        }
      }
    }
    return List.copyOf(files.values());
  }

  /** Either folder may be missing. */
  private List<InputFile> aside() {
    List<String> globs = new ArrayList<>();
    for (SentRun run : runs) {
      globs.add(run.folder().path() + "dead-letters/*");
      globs.add(run.folder().path() + "deferred/*");
    }
    return matching("--run", globs, new ArrayList<>());
  }

  private List<InputFile> matching(String option, List<String> globs, List<String> unmatched) {
    try (S3Objects objects = new S3Objects(all)) {
      return new InputFiles(objects, unmatched, problems).of(option, globs);
    }
  }

  private Optional<Stored> stored(
      StoredSource source, Optional<StoredForm> form, List<Span> uploads, Optional<Api> api) {
    String given = own.getStored();
    if (given == null || given.isBlank()) {
      problems.add(
          "--stored is required: globs of files that the vendor exported" + source.names());
      return Optional.empty();
    }
    if (source.named().isEmpty()) {
      return Optional.of(
          new Stored(matching("--stored", ConfigReader.list(given), problems), Optional.empty()));
    }
    if (uploads.isEmpty() && form.map(StoredForm::tellsUploadTime).orElse(false)) {
      problems.add(
          "--stored=%s needs to know when: --run of one that sent something, or --uploadedFrom and"
                  .formatted(given)
              + " --uploadedUntil");
    }
    return api.map(asked -> new Stored(List.of(), Optional.of(asked)));
  }

  /** Those in force, and of them no secret. */
  private SortedMap<String, String> settings() {
    SortedMap<String, String> settings = new TreeMap<>();
    Set<String> telling = SentRun.telling(options.getDestination());
    OptionCatalog.values(all)
        .forEach(
            (option, value) -> {
              if (telling.contains(option) || option.equals("output")) {
                settings.put(option, value);
              }
            });
    settings.putAll(OptionCatalog.values(all, VerifyOptions.class));
    new StoredSource(all, problems)
        .named()
        .flatMap(StoredApi.Factory::optionsType)
        .ifPresent(type -> settings.putAll(OptionCatalog.values(all, type)));
    return settings;
  }
}
