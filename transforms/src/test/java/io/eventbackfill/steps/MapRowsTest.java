package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.eventbackfill.coders.RawRowCoder;
import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.Actor;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Span;
import io.eventbackfill.pacing.ActorLoads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class MapRowsTest {
  private static final int LANES = 8;

  private final TestPipeline pipeline = Given.pipeline();

  /** An event as {@code identity lane millis}, the milliseconds being the engine's. */
  private static final class InWords extends DoFn<KV<Integer, QueuedEvent>, String> {
    @ProcessElement
    public void process(
        @Element KV<Integer, QueuedEvent> event,
        @Timestamp Instant time,
        OutputReceiver<String> out) {
      out.output(event.getValue().identity() + " " + event.getKey() + " " + time.getMillis());
    }
  }

  @Test
  void eventsHaveTheirOwnTimesHoweverLongAgoOrFarAhead() {
    MapRows.Result mapped =
        map(
            Selection.ALL,
            Given.raw("a", 1, Given.row("first-year", "device-1", "0001-01-01 00:00:00")),
            Given.raw("a", 2, Given.row("last-year", "device-1", "9999-12-31 23:59:59.999999")),
            Given.raw("a", 3, Given.row("before-1970", "device-1", "1969-12-31 23:59:59.999999")),
            Given.raw("a", 4, Given.row("at-1970", "device-1", "1970-01-01 00:00:00")),
            Given.raw("a", 5, Given.row("usual", "device-1", "2025-07-01 16:34:54.837123")));

    int lane = OrderBy.lane("d:device-1", LANES);
    PAssert.that(mapped.events().apply(ParDo.of(new InWords())))
        .containsInAnyOrder(
            "first-year " + lane + " -62135596800000",
            "last-year " + lane + " 253402300799999",
            "before-1970 " + lane + " -1",
            "at-1970 " + lane + " 0",
            "usual " + lane + " 1751387694837");
    PAssert.thatSingleton(mapped.account().apply("Whole", AddUp.accounts()))
        .satisfies(
            account -> {
              assertThat(
                  account.eventTime(),
                  equalTo(new Span(-62_135_596_800_000L, 253_402_300_799_999L)));
              return null;
            });
    pipeline.run();
  }

  @Test
  void aDevicesEventsShareALaneAndDevicesUseThemAll() {
    List<RawRow> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String time = "2025-07-01 16:%02d:00".formatted(i % 60);
      rows.add(Given.raw("a", i + 1, Given.row("insert-" + i, "device-" + i % 50, time)));
    }

    PAssert.that(map(Selection.ALL, rows.toArray(new RawRow[0])).events())
        .satisfies(
            events -> {
              List<Integer> lanes = new ArrayList<>();
              for (KV<Integer, QueuedEvent> event : events) {
                String key = event.getValue().orderKey();
                assertThat(event.getKey(), equalTo(OrderBy.lane(key, LANES)));
                lanes.add(event.getKey());
              }
              assertThat(lanes, hasItems(0, 1, 2, 3, 4, 5, 6, 7));
              assertThat(lanes.size(), equalTo(200));
              return null;
            });
    pipeline.run();
  }

  @Test
  void rowsThatAreNoEventsEndHereAndAreAccountedFor() {
    String good = Given.row("good", "device-1", "2025-07-01 16:34:54");
    MapRows.Result mapped =
        map(
            Selection.ALL,
            Given.raw("a", 1, good.replace("{", "{\"new_key\":1,\"app\":7,")),
            Given.raw("a", 2, " "),
            Given.raw("a", 3, "{"),
            Given.raw("b", 1, good.replace("\"x\"", "\"$identify\"")),
            Given.raw("b", 2, good.replace("\"x\"", "\"verified_revenue\"")),
            Given.raw("b", 3, good.replace("device-1", "no")));

    PAssert.that(asides(mapped))
        .containsInAnyOrder("a:3 invalid-json", "b:1 not-an-event", "b:3 missing-id");
    Seen.assertFiles(
        mapped.account(),
        "a read 0 {INVALID_JSON=1, BLANK_LINE=1}{}",
        "b read 0 {MISSING_ID=1, NOT_AN_EVENT=1, DERIVED_EVENT=1}{}");
    PAssert.thatSingleton(mapped.account().apply("Again", AddUp.accounts()))
        .satisfies(
            account -> {
              assertThat(account.notes().get(Note.UNKNOWN_KEY.about("new_key")), equalTo(1L));
              return null;
            });
    pipeline.run();
  }

  @Test
  void theAccountNamesTheProjectsOfTheEventsThatWillBeSent() {
    PAssert.thatSingleton(projectsWith(Selection.ALL))
        .satisfies(account -> requireProjects(account, "7", "8"));
    pipeline.run();
  }

  /** Else choosing one project of a mixed input would change nothing: it would still be mixed. */
  @Test
  void aProjectThatIsLeftOutIsNoneOfThem() {
    PAssert.thatSingleton(projectsWith(Selection.ofProject("7")))
        .satisfies(account -> requireProjects(account, "7"));
    pipeline.run();
  }

  @Test
  void allFourOutputsAreDeclared() {
    MapRows.Result mapped = map(Selection.ALL, Given.raw("a", 1, ""));

    assertThat(
        mapped.expand().values(),
        hasItems(mapped.events(), mapped.aside(), mapped.account(), mapped.loads()));
    pipeline.run();
  }

  @Test
  void everyEventThatGoesToALaneLoadsItsDeviceAndItsUser() {
    String row = Given.row("insert-1", "device-1", "2025-07-01 16:34:54");
    String withUser = row.replace("{", "{\"user_id\":\"user-1\",");
    PCollection<ActorLoads> loads =
        map(
                Selection.ALL,
                Given.raw("a", 1, withUser),
                Given.raw("a", 2, row),
                Given.raw("a", 3, withUser.replace("device-1", "no")),
                Given.raw("b", 1, row.replace("device-1", "device-2")),
                // set aside or skipped, so it loads nobody
                Given.raw("b", 2, withUser.replace("\"x\"", "\"$identify\"")),
                Given.raw("b", 3, withUser.replace("\"x\"", "\"verified_revenue\"")),
                Given.raw("b", 4, "{"))
            .loads();

    PAssert.thatSingleton(loads.apply("Whole", Combine.globally(new SumLoads())))
        .satisfies(
            whole -> {
              assertThat(
                  whole.over(0),
                  equalTo(
                      Map.of(
                          Actor.device("device-1"), 2L,
                          Actor.device("device-2"), 1L,
                          Actor.user("user-1"), 2L)));
              return null;
            });
    pipeline.run();
  }

  @Test
  void withoutEventsThereAreNoLoads() {
    PAssert.that(map(Selection.ALL, Given.raw("a", 1, "{"), Given.raw("a", 2, " ")).loads())
        .empty();
    pipeline.run();
  }

  private static Void requireProjects(Account account, String... projects) {
    assertThat(account.projects(), contains(projects));
    return null;
  }

  private PCollection<Account> projectsWith(Selection selection) {
    String row = Given.row("insert-1", "device-1", "2025-07-01 16:34:54");
    return map(
            selection,
            Given.raw("a", 1, row.replace("{", "{\"app\":7,")),
            Given.raw("a", 2, row.replace("{", "{\"app\":8,")),
            // refused, so it is not sent either
            Given.raw("a", 3, row.replace("{", "{\"app\":9,").replace("\"x\"", "\"\"")))
        .account()
        .apply("Whole", AddUp.accounts());
  }

  private MapRows.Result map(Selection selection, RawRow... rows) {
    return pipeline
        .apply("Rows", Create.of(List.of(rows)).withCoder(RawRowCoder.of()))
        .apply(
            MapRows.with(Given.MAPPING, Given.destination(), OrderBy.DEVICE_ID, LANES, selection));
  }

  private static PCollection<String> asides(MapRows.Result mapped) {
    return mapped
        .aside()
        .apply("Asides", MapElements.into(TypeDescriptors.strings()).via(a -> Seen.aside(a)));
  }
}
