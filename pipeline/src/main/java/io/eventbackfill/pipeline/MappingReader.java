package io.eventbackfill.pipeline;

import io.eventbackfill.mapping.AmplitudeExportMapping;
import io.eventbackfill.mapping.AmplitudeWarehouseMapping;
import io.eventbackfill.mapping.ExportSettings;
import io.eventbackfill.mapping.ExportSettings.TimeSource;
import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.mappingfile.FileMapping;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Reads the options that say how a row becomes an event. */
final class MappingReader {
  private final BackfillOptions options;
  private final List<String> problems;

  private MappingReader(BackfillOptions options, List<String> problems) {
    this.options = options;
    this.problems = problems;
  }

  /**
   * The mapping these options describe.
   *
   * @param problems takes a sentence for each fault; the result must not be used if there is any
   */
  static Mapping read(BackfillOptions options, List<String> problems) {
    MappingReader reader = new MappingReader(options, problems);
    return MappingFiles.isFile(options.getMapping()) ? reader.fromFile() : reader.builtIn();
  }

  private Mapping fromFile() {
    onlyOfBuiltIn("leaveOut", !options.getLeaveOut().isBlank());
    onlyOfBuiltIn("timeSource", !options.getTimeSource().equals("event_time"));
    onlyOfBuiltIn("sourceProject", options.getSourceProject() != null);
    Optional<FileMapping> read = MappingFiles.read(options.getMapping(), problems);
    return read.isPresent() ? read.get() : AmplitudeExportMapping.withDefaults();
  }

  /** Taken in silence it would do nothing, and leave in what somebody wanted left out. */
  private void onlyOfBuiltIn(String option, boolean isGiven) {
    if (isGiven) {
      problems.add("--%s is not for mapping files: write it into the file".formatted(option));
    }
  }

  private Mapping builtIn() {
    AmplitudeExportMapping export = new AmplitudeExportMapping(settings());
    return switch (options.getMapping()) {
      case AmplitudeExportMapping.NAME -> export;
      case AmplitudeWarehouseMapping.NAME -> new AmplitudeWarehouseMapping(export);
      default -> {
        problems.add(
            "--mapping=%s is unknown (%s, %s, or a YAML file)"
                .formatted(
                    options.getMapping(),
                    AmplitudeExportMapping.NAME,
                    AmplitudeWarehouseMapping.NAME));
        yield export;
      }
    };
  }

  private ExportSettings settings() {
    ExportSettings settings = ExportSettings.defaults().withTimeSource(timeSource());
    try {
      return settings.withLeftOut(new TreeSet<>(ConfigReader.list(options.getLeaveOut())));
    } catch (IllegalArgumentException e) {
      problems.add("--leaveOut=" + options.getLeaveOut() + ": " + e.getMessage());
      return settings;
    }
  }

  private TimeSource timeSource() {
    for (TimeSource source : TimeSource.values()) {
      if (source.name().toLowerCase(Locale.ROOT).equals(options.getTimeSource())) {
        return source;
      }
    }
    problems.add(
        "--timeSource=%s is unknown (event_time, client_event_time)"
            .formatted(options.getTimeSource()));
    return TimeSource.EVENT_TIME;
  }
}
