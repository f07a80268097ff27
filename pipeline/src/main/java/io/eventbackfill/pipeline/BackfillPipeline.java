package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.GoogleHttpTransport;
import io.eventbackfill.delivery.LookAhead;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.ledger.RunLedger;
import io.eventbackfill.mapping.LeftOut;
import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.pipeline.Phases.Phase;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.source.ReadSettings;
import io.eventbackfill.source.Wanted;
import io.eventbackfill.steps.DeliverLanes;
import io.eventbackfill.steps.DeliverLanes.Sending;
import io.eventbackfill.steps.ListedFiles;
import io.eventbackfill.steps.PerWorker;
import io.eventbackfill.steps.ReadEvents;
import io.eventbackfill.steps.RestoreRows;
import io.eventbackfill.steps.ToLanes;
import io.eventbackfill.steps.WriteAside;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
      PerWorker<Waiting> waiting) {
    Sending sending = sending(config, waiting);
    ExportFileReader reader = new ExportFileReader(readSettings(config));

    PCollection<Metadata> files = pipeline.apply("ListFiles", ListedFiles.of(plan.files()));
    ReadEvents.Result read = files.apply("ReadEvents", ReadEvents.with(reader, toLanes(config)));
    Phases phases = Phases.of(read, config.destination(), config.layout());
    PCollection<Account> before = phases.account(read.account());
    Delivered delivered = deliver(phases, read, before, plan, config.destination(), sending);
    PCollectionList.of(read.aside())
        .and(delivered.aside())
        .apply("SetAside", Flatten.pCollections())
        .apply("RestoreRows", RestoreRows.with(reader))
        .apply("WriteAside", WriteAside.into(plan.folder().path()));

    PCollection<Account> account =
        PCollectionList.of(before)
            .and(delivered.account())
            .apply("Accounts", Flatten.pCollections());
    account.apply("WriteReport", WriteReport.to(plan.folder(), report).with(phases.shared()));
  }

  /** What came of each phase. */
  private record Delivered(List<PCollection<SetAside>> aside, List<PCollection<Account>> account) {}

  /** Each phase begins when all of the one before it is settled. */
  private static Delivered deliver(
      Phases phases,
      ReadEvents.Result read,
      PCollection<Account> before,
      RunPlan plan,
      Destination destination,
      Sending sending) {
    Delivered delivered = new Delivered(new ArrayList<>(), new ArrayList<>());
    Phase first = phases.all().get(0);
    DeliverLanes deliver =
        DeliverLanes.to(destination, sending, first.lanes(), before, read.loads());
    RunLedger ledger = plan.ledger();
    deliver = ledger == null ? deliver : deliver.recordedIn(ledger);
    for (Phase phase : phases.all()) {
      PCollection<Account> over =
          delivered.account().isEmpty()
              ? before
              : PCollectionList.of(before)
                  .and(delivered.account())
                  .apply("Before" + phase.name(), Flatten.pCollections());
      DeliverLanes.Result result =
          phase.events().apply(phase.name(), deliver.forLanes(phase.lanes(), over));
      delivered.aside().add(result.aside());
      delivered.account().add(result.account());
    }
    return delivered;
  }

  /** How a run's files are read. */
  static ReadSettings readSettings(BackfillConfig config) {
    // Not the whole configuration: a function travels with everything it mentions.
    Mapping mapping = config.mapping();
    LeftOut leftOut = toLanes(config).leftOut();
    Wanted wanted =
        new Wanted(
            mapping.fields().orElse(null),
            mapping.timeField().orElse(null),
            config.selection().range());
    return ReadSettings.upTo(config.maxLineBytes())
        .skipping(leftOut::holds)
        .reading(config.text())
        .wanting(wanted);
  }

  /** How a run's rows become events of lanes. */
  static ToLanes toLanes(BackfillConfig config) {
    return new ToLanes(
        config.mapping(),
        config.destination(),
        config.orderBy(),
        config.lanes(),
        config.selection());
  }

  private static Sending sending(BackfillConfig config, PerWorker<Waiting> waiting) {
    Duration timeout = config.requestTimeout();
    return new Sending(
        () -> new GoogleHttpTransport(timeout),
        waiting,
        config.retry(),
        config.limits(),
        LookAhead.ofEvents(config.lookAhead()));
  }
}
