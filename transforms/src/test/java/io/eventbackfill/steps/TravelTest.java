package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.notNullValue;

import io.eventbackfill.coders.ActorLoadsCoder;
import io.eventbackfill.delivery.GoogleHttpTransport;
import io.eventbackfill.delivery.LookAhead;
import io.eventbackfill.delivery.RetryPolicy;
import io.eventbackfill.delivery.SystemWaiting;
import io.eventbackfill.ledger.RunLedger;
import io.eventbackfill.ledger.WhenInDoubt;
import io.eventbackfill.mapping.LeftOut;
import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.InputFile;
import io.eventbackfill.model.LaneRange;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.pacing.ActorLoads;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.source.ReadSettings;
import io.eventbackfill.steps.DeliverLanes.Sending;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is sent to other machines can be sent there. */
class TravelTest {

  static List<Serializable> travellers() {
    Mapping mapping = Given.MAPPING;
    ExportFileReader reader =
        new ExportFileReader(
            ReadSettings.upTo(1_000).skipping(member -> mapping.skips(member).isPresent()));
    RowRouter router =
        new RowRouter(mapping, Given.destination(), OrderBy.DEVICE_ID, Selection.ofProject("7"));
    Sending sending =
        new Sending(
            () -> new GoogleHttpTransport(Duration.ofSeconds(1)),
            SystemWaiting::create,
            RetryPolicy.givingUpAfter(Duration.ofHours(1)),
            Given.LIMITS,
            LookAhead.ofEvents(1000));
    Coder<Account> coder = io.eventbackfill.coders.AccountCoder.of();
    TestPipeline pipeline = Given.pipeline();
    PCollection<Account> account = pipeline.apply(Create.empty(coder));
    PCollection<ActorLoads> loads = pipeline.apply("Loads", Create.empty(ActorLoadsCoder.of()));
    PCollectionView<ActorLoads> loadsView =
        loads.apply(View.<ActorLoads>asSingleton().withDefaultValue(ActorLoads.empty()));
    return List.of(
        ListedFiles.of(List.of(new InputFile("a[1].json", 1, 2, null))),
        new ListedFiles.NameFn(),
        ReadEvents.with(reader, Given.toLanes(64, Selection.ALL)),
        new DivideFn(reader, new LeftOut(mapping, false), 1),
        new ReadEvents.ReadFn(reader, Given.toLanes(64, Selection.ALL), Instant.EPOCH),
        router,
        DeliverLanes.to(Given.destination(), sending, LaneRange.of(1), account, loads),
        new GatherLanes.BlockFn(),
        new GatherLanes.AheadFn(LaneRange.of(1), loadsView),
        new DeliverLanes.DeliverFn(
            "job",
            Given.destination(),
            sending,
            new RunLedger(
                FileSystemStore.in("ledger"),
                "run",
                "lease",
                64,
                new RunLedger.Doubts(0, WhenInDoubt.REFUSE),
                Duration.ofSeconds(5))),
        RestoreRows.with(reader),
        new RestoreRows.RestoreFn(reader),
        WriteAside.into("folder/"),
        AddUp.accounts(),
        new SumAccounts(),
        new SumLoads(),
        AddUpLoads.ofActors(),
        PickExamples.ofEachReason(),
        new PickExamples.PickFn(),
        FindSharedDevices.ofEvents(),
        new FindSharedDevices.PairFn(),
        new FindSharedDevices.CountFn(),
        new FindSharedDevices.CollectFn(),
        DateNewUsers.ofHistoryAndLive(),
        new DateNewUsers.FirstFn(),
        new DateNewUsers.CountFn(),
        new SumCensus(Instant.EPOCH),
        ActorLoads.empty(),
        Tally.of(TallyName.REQUESTS));
  }

  @ParameterizedTest
  @MethodSource("travellers")
  void arrivesAsItLeft(Serializable traveller) {
    assertThat(SerializableUtils.clone(traveller), notNullValue());
  }
}
