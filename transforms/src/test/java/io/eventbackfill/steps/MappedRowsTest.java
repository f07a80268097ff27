package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import com.google.common.collect.Iterables;
import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.Actor;
import io.eventbackfill.model.InputFile;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Span;
import io.eventbackfill.ordering.EventBlock;
import io.eventbackfill.pacing.ActorLoads;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.source.ReadSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link ReadEvents} makes of rows. */
class MappedRowsTest {
  private static final int LANES = 8;

  @TempDir private Path folder;

  private final TestPipeline pipeline = Given.pipeline();

  @Test
  void eventsHaveTheirOwnTimesHoweverLongAgoOrFarAhead() throws IOException {
    ReadEvents.Result mapped =
        map(
            Selection.ALL,
            new Row("a", Given.row("first-year", "device-1", "0001-01-01 00:00:00")),
            new Row("a", Given.row("last-year", "device-1", "9999-12-31 23:59:59.999999")),
            new Row("a", Given.row("before-1970", "device-1", "1969-12-31 23:59:59.999999")),
            new Row("a", Given.row("at-1970", "device-1", "1970-01-01 00:00:00")),
            new Row("a", Given.row("usual", "device-1", "2025-07-01 16:34:54.837123")));

    int lane = OrderBy.lane("d:device-1", LANES);
    PAssert.that(mapped.events())
        .satisfies(
            blocks -> {
              KV<Integer, EventBlock> only = Iterables.getOnlyElement(blocks);
              assertThat(only.getKey(), equalTo(lane));
              List<QueuedEvent> events = only.getValue().events();
              assertThat(
                  events.stream().map(e -> e.identity() + " " + e.time().millis()).toList(),
                  contains(
                      "first-year -62135596800000",
                      "last-year 253402300799999",
                      "before-1970 -1",
                      "at-1970 0",
                      "usual 1751387694837"));
              return null;
            });
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
  void aDevicesEventsShareALaneAndDevicesUseThemAll() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String time = "2025-07-01 16:%02d:00".formatted(i % 60);
      rows.add(new Row("a", Given.row("insert-" + i, "device-" + i % 50, time)));
    }

    PAssert.that(map(Selection.ALL, rows.toArray(new Row[0])).events())
        .satisfies(
            blocks -> {
              Set<Integer> lanes = new TreeSet<>();
              int events = 0;
              for (KV<Integer, EventBlock> block : blocks) {
                for (QueuedEvent event : block.getValue().events()) {
                  assertThat(block.getKey(), equalTo(OrderBy.lane(event.orderKey(), LANES)));
                  events++;
                }
                lanes.add(block.getKey());
              }
              assertThat(lanes, contains(0, 1, 2, 3, 4, 5, 6, 7));
              assertThat(events, equalTo(200));
              return null;
            });
    pipeline.run();
  }

  @Test
  void rowsThatAreNoEventsEndHereAndAreAccountedFor() throws IOException {
    String good = Given.row("good", "device-1", "2025-07-01 16:34:54");
    ReadEvents.Result mapped =
        map(
            Selection.ALL,
            new Row("a", good.replace("{", "{\"new_key\":1,\"app\":7,")),
            new Row("a", " "),
            new Row("a", "{"),
            new Row("b", good.replace("\"x\"", "\"$identify\"")),
            new Row("b", good.replace("\"x\"", "\"verified_revenue\"")),
            new Row("b", good.replace("device-1", "no")));

    PAssert.that(asides(mapped))
        .containsInAnyOrder("a:3 invalid-json", "b:1 not-an-event", "b:3 missing-id");
    Seen.assertFiles(
        mapped.account(),
        "a read 3 {INVALID_JSON=1, BLANK_LINE=1}{}",
        "b read 3 {MISSING_ID=1, NOT_AN_EVENT=1, DERIVED_EVENT=1}{}");
    PAssert.thatSingleton(mapped.account().apply("Again", AddUp.accounts()))
        .satisfies(
            account -> {
              assertThat(account.notes().get(Note.UNKNOWN_KEY.about("new_key")), equalTo(1L));
              return null;
            });
    pipeline.run();
  }

  @Test
  void theAccountNamesTheProjectsOfTheEventsThatWillBeSent() throws IOException {
    PAssert.thatSingleton(projectsWith(Selection.ALL))
        .satisfies(account -> requireProjects(account, "7", "8"));
    pipeline.run();
  }

  /** Else choosing one project of a mixed input would change nothing: it would still be mixed. */
  @Test
  void aProjectThatIsLeftOutIsNoneOfThem() throws IOException {
    PAssert.thatSingleton(projectsWith(Selection.ofProject("7")))
        .satisfies(account -> requireProjects(account, "7"));
    pipeline.run();
  }

  @Test
  void allFourOutputsAreDeclared() throws IOException {
    ReadEvents.Result mapped = map(Selection.ALL, new Row("a", ""));

    assertThat(
        mapped.expand().values(),
        hasItems(mapped.events(), mapped.aside(), mapped.account(), mapped.loads()));
    pipeline.run();
  }

  @Test
  void everyEventThatGoesToALaneLoadsItsDeviceAndItsUser() throws IOException {
    String row = Given.row("insert-1", "device-1", "2025-07-01 16:34:54");
    String withUser = row.replace("{", "{\"user_id\":\"user-1\",");
    PCollection<ActorLoads> loads =
        map(
                Selection.ALL,
                new Row("a", withUser),
                new Row("a", row),
                new Row("a", withUser.replace("device-1", "no")),
                new Row("b", row.replace("device-1", "device-2")),
                // set aside or skipped, so it loads nobody
                new Row("b", withUser.replace("\"x\"", "\"$identify\"")),
                new Row("b", withUser.replace("\"x\"", "\"verified_revenue\"")),
                new Row("b", "{"))
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
  void withoutEventsThereAreNoLoads() throws IOException {
    PAssert.that(map(Selection.ALL, new Row("a", "{"), new Row("a", " ")).loads()).empty();
    pipeline.run();
  }

  private static Void requireProjects(Account account, String... projects) {
    assertThat(account.projects(), contains(projects));
    return null;
  }

  private PCollection<Account> projectsWith(Selection selection) throws IOException {
    String row = Given.row("insert-1", "device-1", "2025-07-01 16:34:54");
    return map(
            selection,
            new Row("a", row.replace("{", "{\"app\":7,")),
            new Row("a", row.replace("{", "{\"app\":8,")),
            // refused, so it is not sent either
            new Row("a", row.replace("{", "{\"app\":9,").replace("\"x\"", "\"\"")))
        .account()
        .apply("Whole", AddUp.accounts());
  }

  /** A row, and the file it stands in. */
  private record Row(String file, String text) {}

  private ReadEvents.Result map(Selection selection, Row... rows) throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (Row row : rows) {
      files.merge(row.file(), row.text(), (before, next) -> before + "\n" + next);
    }
    List<InputFile> listed = new ArrayList<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = Files.writeString(folder.resolve(file.getKey()), file.getValue());
      listed.add(new InputFile(path.toString(), 1, 2, null));
    }
    return pipeline
        .apply("Files", ListedFiles.of(listed))
        .apply(
            ReadEvents.with(
                new ExportFileReader(ReadSettings.upTo(10_000)), Given.toLanes(LANES, selection)));
  }

  private static PCollection<String> asides(ReadEvents.Result mapped) {
    return mapped
        .aside()
        .apply("Asides", MapElements.into(TypeDescriptors.strings()).via(a -> Seen.aside(a)));
  }
}
