package io.eventbackfill.pipeline;

import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.InputFile;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.source.ReadSettings;
import io.eventbackfill.steps.CompareStored;
import io.eventbackfill.steps.CompareStored.Stored;
import io.eventbackfill.steps.ListedFiles;
import io.eventbackfill.steps.ReadEvents;
import io.eventbackfill.steps.ToLanes;
import io.eventbackfill.verification.StoredForm;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.jspecify.annotations.Nullable;

/**
 * The data flow of a verification. Both sides are read by the steps of a run, into the events that
 * a run would send.
 */
final class VerifyPipeline {
  /** Nothing is put in order here: lanes only make blocks of about the size that travels well. */
  private static final int BLOCKS = 16;

  private VerifyPipeline() {}

  /**
   * Adds all steps to a pipeline.
   *
   * @param stored files of what is stored
   */
  static void build(
      Pipeline pipeline, VerifyConfig config, List<InputFile> stored, VerifyReport report) {
    ToLanes anew = toLanes(config, config.mapping(), config.selection(), null);
    ReadEvents.Result sent = read(pipeline, "Sent", config.sent(), config, anew);
    ReadEvents.Result aside = read(pipeline, "Aside", config.aside(), config, anew);
    ToLanes asStored = toLanes(config, config.form().mapping(), Selection.ALL, config.form());
    ReadEvents.Result there = read(pipeline, "Stored", stored, config, asStored);
    sent.events()
        .apply(
            "CompareStored",
            CompareStored.with(
                new Stored(there.events(), there.account()),
                aside.events(),
                config.form(),
                config.scope()))
        .apply("WriteVerification", WriteVerification.to(report));
  }

  private static ToLanes toLanes(
      VerifyConfig config, Mapping mapping, Selection selection, @Nullable StoredForm stored) {
    return new ToLanes(mapping, config.destination(), OrderBy.DEVICE_ID, BLOCKS, selection, stored);
  }

  private static ReadEvents.Result read(
      Pipeline pipeline, String side, List<InputFile> files, VerifyConfig config, ToLanes toLanes) {
    Mapping mapping = toLanes.mapping();
    ReadSettings settings = config.text().skipping(member -> mapping.skips(member).isPresent());
    return pipeline
        .apply("List" + side, ListedFiles.of(files))
        .apply("Read" + side, ReadEvents.with(new ExportFileReader(settings), toLanes));
  }
}
