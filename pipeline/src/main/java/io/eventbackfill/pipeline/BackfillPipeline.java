package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.GoogleHttpTransport;
import io.eventbackfill.delivery.LookAhead;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.ledger.RunLedger;
import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.source.ReadSettings;
import io.eventbackfill.source.Wanted;
import io.eventbackfill.steps.DeliverLanes;
import io.eventbackfill.steps.DeliverLanes.Sending;
import io.eventbackfill.steps.ListedFiles;
import io.eventbackfill.steps.MapRows;
import io.eventbackfill.steps.ReadRows;
import io.eventbackfill.steps.RestoreRows;
import io.eventbackfill.steps.WriteAside;
import java.time.Duration;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/** The whole data flow, in order. */
final class BackfillPipeline {
  private BackfillPipeline() {}

  /** Adds all steps of a run to a pipeline. */
  static void build(
      Pipeline pipeline,
      BackfillConfig config,
      RunPlan plan,
      Report report,
      DeliverLanes.Worker<Waiting> waiting) {
    Sending sending = sending(config, waiting);
    ExportFileReader reader = new ExportFileReader(readSettings(config));

    PCollection<Metadata> files = pipeline.apply("ListFiles", ListedFiles.of(plan.files()));
    ReadRows.Result read = files.apply("ReadRows", ReadRows.with(reader, config.mapping()));
    MapRows.Result mapped = read.rows().apply("MapRows", mapRows(config));
    PCollection<Account> before =
        PCollectionList.of(read.account())
            .and(mapped.account())
            .apply("BeforeDelivery", Flatten.pCollections());
    DeliverLanes deliver = DeliverLanes.to(config.destination(), sending, before, mapped.loads());
    RunLedger ledger = plan.ledger();
    DeliverLanes.Result delivered =
        mapped
            .events()
            .apply("DeliverLanes", ledger == null ? deliver : deliver.recordedIn(ledger));
    PCollection<SetAside> unsent =
        PCollectionList.of(mapped.aside())
            .and(delivered.aside())
            .apply("Unsent", Flatten.pCollections())
            .apply("RestoreRows", RestoreRows.with(reader));

    PCollection<SetAside> aside =
        PCollectionList.of(read.aside()).and(unsent).apply("SetAside", Flatten.pCollections());
    aside.apply("WriteAside", WriteAside.into(plan.folder().path()));

    PCollection<Account> account =
        PCollectionList.of(before)
            .and(delivered.account())
            .apply("Accounts", Flatten.pCollections());
    account.apply("WriteReport", WriteReport.to(plan.folder(), report));
  }

  /** How a run's files are read. */
  static ReadSettings readSettings(BackfillConfig config) {
    // The mapping alone: a function travels with everything it mentions.
    Mapping mapping = config.mapping();
    Wanted wanted =
        new Wanted(
            mapping.fields().orElse(null),
            mapping.timeField().orElse(null),
            config.selection().range());
    return ReadSettings.upTo(config.maxLineBytes())
        .skipping(member -> mapping.skips(member).isPresent())
        .reading(config.text())
        .wanting(wanted);
  }

  private static MapRows mapRows(BackfillConfig config) {
    return MapRows.with(
        config.mapping(),
        config.destination(),
        config.orderBy(),
        config.lanes(),
        config.selection());
  }

  private static Sending sending(BackfillConfig config, DeliverLanes.Worker<Waiting> waiting) {
    Duration timeout = config.requestTimeout();
    return new Sending(
        () -> new GoogleHttpTransport(timeout),
        waiting,
        config.retry(),
        config.limits(),
        LookAhead.ofEvents(config.lookAhead()));
  }
}
