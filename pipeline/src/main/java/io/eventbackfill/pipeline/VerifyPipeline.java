package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.mapping.AmplitudeStoredMapping;
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
import java.util.List;
import org.apache.beam.sdk.Pipeline;

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
    Mapping mapping = config.mapping();
    Selection selection = config.selection();
    ReadEvents.Result sent = read(pipeline, "Sent", config.sent(), config, mapping, selection);
    ReadEvents.Result aside = read(pipeline, "Aside", config.aside(), config, mapping, selection);
    ReadEvents.Result there =
        read(
            pipeline,
            "Stored",
            stored,
            config,
            AmplitudeStoredMapping.withDefaults(),
            Selection.ALL);
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

  private static ReadEvents.Result read(
      Pipeline pipeline,
      String side,
      List<InputFile> files,
      VerifyConfig config,
      Mapping mapping,
      Selection selection) {
    ReadSettings settings = config.text().skipping(member -> mapping.skips(member).isPresent());
    Destination destination = config.destination();
    ToLanes toLanes = new ToLanes(mapping, destination, OrderBy.DEVICE_ID, BLOCKS, selection);
    return pipeline
        .apply("List" + side, ListedFiles.of(files))
        .apply("Read" + side, ReadEvents.with(new ExportFileReader(settings), toLanes));
  }
}
