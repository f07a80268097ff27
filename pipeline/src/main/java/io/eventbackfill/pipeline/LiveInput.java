package io.eventbackfill.pipeline;

import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.InputFile;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.source.Wanted;
import io.eventbackfill.steps.ListedFiles;
import io.eventbackfill.steps.ReadEvents;
import io.eventbackfill.steps.ToLanes;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;

/** The export of a live project, read as the history is. */
final class LiveInput {
  private LiveInput() {}

  /**
   * The files of {@code --live}; none if it is not given.
   *
   * @param problems takes a sentence for each fault; the result must not be used if there is any
   */
  static List<InputFile> files(PipelineOptions options, List<String> problems) {
    List<String> globs = ConfigReader.list(options.as(LiveOptions.class).getLive());
    if (globs.isEmpty()) {
      return new ArrayList<>();
    }
    try (S3Objects objects = new S3Objects(options)) {
      return new InputFiles(objects, problems, problems).of("--live", globs);
    }
  }

  /**
   * Its events. All of them, whatever the history is restricted to: the live project has another
   * number, and its first events may lie outside the times that are wanted of the history.
   *
   * @param reader the history's
   * @param toLanes the history's
   */
  static ReadEvents.Result read(
      Pipeline pipeline, List<InputFile> files, ExportFileReader reader, ToLanes toLanes) {
    ToLanes all =
        new ToLanes(
            toLanes.mapping(),
            toLanes.destination(),
            toLanes.orderBy(),
            toLanes.lanes(),
            Selection.ALL);
    return pipeline
        .apply("ListLive", ListedFiles.of(files))
        .apply(
            "ReadLive",
            ReadEvents.with(new ExportFileReader(reader.settings().wanting(Wanted.ALL)), all));
  }
}
