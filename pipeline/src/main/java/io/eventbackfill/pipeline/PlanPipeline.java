package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.LookAhead;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.InputFile;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.steps.ListedFiles;
import io.eventbackfill.steps.PerWorker;
import io.eventbackfill.steps.ReadEvents;
import io.eventbackfill.steps.RehearseLanes;
import io.eventbackfill.steps.ToLanes;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/** The data flow of a plan: a run's, up to where it would send. */
final class PlanPipeline {
  private PlanPipeline() {}

  /**
   * Adds all steps of a plan to a pipeline.
   *
   * @param live the files of a live export; may be none
   */
  static void build(
      Pipeline pipeline,
      BackfillConfig config,
      Plan plan,
      List<InputFile> live,
      TextFile file,
      PerWorker<Waiting> waiting) {
    ExportFileReader reader = new ExportFileReader(BackfillPipeline.readSettings(config));
    PCollection<Metadata> files = pipeline.apply("ListFiles", ListedFiles.of(config.files()));
    ToLanes toLanes = BackfillPipeline.toLanes(config);
    ReadEvents.Result read =
        files.apply("ReadEvents", ReadEvents.with(reader, toLanes).counting(plan.startedAt()));
    Phases phases = Phases.of(read, config.destination(), config.layout());
    PCollection<Account> before = phases.account(read.account());
    RehearseLanes.Result rehearsed =
        phases
            .events()
            .apply(
                "RehearseLanes",
                RehearseLanes.with(
                    terms(config, plan.forecast(), waiting),
                    config.layout().all(),
                    before,
                    read.loads()));

    PCollection<Account> account =
        PCollectionList.of(before)
            .and(rehearsed.account())
            .apply("Accounts", Flatten.pCollections());
    PCollectionList<String> census =
        PCollectionList.of(
            CensusParts.of(
                read,
                read.aside(),
                account,
                reader,
                plan.forecast().limits().eventsPerDayPerActor(),
                config.destination().syncsUserProperties()));
    if (!live.isEmpty()) {
      census =
          census.and(CensusParts.ofLive(read, LiveInput.read(pipeline, live, reader, toLanes)));
    }
    account.apply(
        "WritePlan",
        WritePlan.to(
            file,
            plan,
            rehearsed.lanes().apply("Lanes", View.asIterable()),
            rehearsed.loads(),
            census.apply("Census", Flatten.pCollections()).apply("CensusView", View.asIterable()),
            () -> waiting.get().clock()));
  }

  private static RehearseLanes.Terms terms(
      BackfillConfig config, Forecast forecast, PerWorker<Waiting> waiting) {
    return new RehearseLanes.Terms(
        config.destination(),
        forecast.limits(),
        forecast.vendorLimits(),
        forecast.processes(),
        forecast.atOnce(),
        LookAhead.ofEvents(config.lookAhead()),
        forecast.requestTime(),
        () -> waiting.get().clock());
  }
}
