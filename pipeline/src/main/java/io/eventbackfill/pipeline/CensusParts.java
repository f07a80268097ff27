package io.eventbackfill.pipeline;

import io.eventbackfill.coders.ExamplesCoder;
import io.eventbackfill.coders.SetAsideCoder;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.pacing.ActorLoads;
import io.eventbackfill.planning.Census;
import io.eventbackfill.planning.Example;
import io.eventbackfill.planning.Examples;
import io.eventbackfill.planning.NewUsers;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.steps.AddUp;
import io.eventbackfill.steps.AddUpLoads;
import io.eventbackfill.steps.DateNewUsers;
import io.eventbackfill.steps.FindSharedDevices;
import io.eventbackfill.steps.PickExamples;
import io.eventbackfill.steps.ReadEvents;
import io.eventbackfill.steps.RestoreRows;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Finds out what an input holds, in parts as {@link CensusJson} writes them; a plan puts them into
 * itself by {@link CensusJson#putInto}.
 */
final class CensusParts {
  private static final TypeDescriptor<String> TEXT = TypeDescriptors.strings();
  private static final TypeDescriptor<Examples> EXAMPLES = TypeDescriptor.of(Examples.class);

  private CensusParts() {}

  /**
   * All but what a live export adds.
   *
   * @param read the input, read by a step that counts
   * @param aside all that is set aside, by whomever
   * @param account of all rows, by whomever; in parts
   * @param reader the reader of the input
   * @param perDay events of one device or user in 24 hours, at the most
   * @param synced whether the destination writes user properties into profiles
   * @throws IllegalArgumentException if the step did not count
   */
  static PCollection<String> of(
      ReadEvents.Result read,
      PCollection<SetAside> aside,
      PCollection<Account> account,
      ExportFileReader reader,
      long perDay,
      boolean synced) {
    PCollection<Census> census = read.census();
    if (census == null) {
      throw new IllegalArgumentException("the input was read without a census");
    }
    PCollectionView<Account> whole = whole("CensusAccount", account);
    PCollection<String> events =
        census.apply("SayEvents", ParDo.of(new EventsFn(whole, synced)).withSideInputs(whole));
    PCollection<String> busiest =
        read.loads()
            .apply("Busiest", AddUpLoads.ofActors())
            .apply(
                "SayBusiest",
                MapElements.into(TEXT).via((ActorLoads l) -> CensusJson.busiest(l, perDay)));
    PCollection<String> shared =
        read.events()
            .apply("SharedDevices", FindSharedDevices.ofEvents())
            .apply("SayShared", MapElements.into(TEXT).via(CensusJson::sharedDevices));
    return PCollectionList.of(events)
        .and(busiest)
        .and(shared)
        .and(examples(census, aside, reader))
        .apply("CensusParts", Flatten.pCollections());
  }

  /**
   * What a live export adds.
   *
   * @param read the history
   * @param live the export, as {@link LiveInput} reads it
   */
  static PCollection<String> ofLive(ReadEvents.Result read, ReadEvents.Result live) {
    PCollectionView<Account> rows = whole("LiveAccount", live.account());
    return PCollectionList.of(read.events())
        .and(live.events())
        .apply("NewUsers", DateNewUsers.ofHistoryAndLive())
        .apply("SayNewUsers", ParDo.of(new NewUsersFn(rows)).withSideInputs(rows));
  }

  /** Only what is shown is read again, where a row is not at hand. */
  private static PCollection<String> examples(
      PCollection<Census> census, PCollection<SetAside> aside, ExportFileReader reader) {
    PCollection<SetAside> skipped =
        rows(
            "SkippedRows",
            census
                .apply("Skipped", MapElements.into(EXAMPLES).via(Census::skipped))
                .setCoder(ExamplesCoder.of()));
    PCollection<SetAside> others =
        rows("OtherRows", aside.apply("PickExamples", PickExamples.ofEachReason()));
    return PCollectionList.of(skipped)
        .and(others)
        .apply("ExampleRows", Flatten.pCollections())
        .apply("RestoreExamples", RestoreRows.with(reader))
        .apply("GatherExamples", PickExamples.ofEachReason())
        .apply("SayExamples", MapElements.into(TEXT).via(CensusJson::examples));
  }

  private static PCollection<SetAside> rows(String name, PCollection<Examples> examples) {
    return examples
        .apply(
            name,
            FlatMapElements.into(TypeDescriptor.of(SetAside.class))
                .via((Examples some) -> some.all().stream().map(Example::aside).toList()))
        .setCoder(SetAsideCoder.of());
  }

  private static PCollectionView<Account> whole(String name, PCollection<Account> parts) {
    return parts.apply(name, AddUp.accounts()).apply(name + "View", View.asSingleton());
  }

  static final class EventsFn extends DoFn<Census, String> {
    private static final long serialVersionUID = 1L;

    private final PCollectionView<Account> account;
    private final boolean synced;

    EventsFn(PCollectionView<Account> account, boolean synced) {
      this.account = account;
      this.synced = synced;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      context.output(CensusJson.events(context.element(), context.sideInput(account), synced));
    }
  }

  static final class NewUsersFn extends DoFn<NewUsers, String> {
    private static final long serialVersionUID = 1L;

    private final PCollectionView<Account> live;

    NewUsersFn(PCollectionView<Account> live) {
      this.live = live;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      context.output(CensusJson.newUsers(context.element(), context.sideInput(live)));
    }
  }
}
