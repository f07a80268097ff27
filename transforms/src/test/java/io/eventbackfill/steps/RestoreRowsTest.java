package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.google.common.collect.ImmutableMap;
import io.eventbackfill.coders.SetAsideCoder;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Generated;
import io.eventbackfill.model.Link;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.model.TimeRange;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.source.ReadSettings;
import io.eventbackfill.source.SetAsideFormat;
import io.eventbackfill.source.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreRowsTest {
  private static final String GONE = "HTTP 400 (the original row is no longer there)";

  @TempDir private Path folder;

  private final TestPipeline pipeline = Given.pipeline();

  @Test
  void rowsAreFoundAgainInEveryKindOfFile() throws IOException {
    Path plain = write("a.json", Bytes.of("one\ntwo\n").array());
    Path packed = write("b#0.json.gz", Given.gzip("three\n\nfive"));
    Path archive =
        write(
            "c.zip",
            Given.zip(
                ImmutableMap.of(
                    "x", Bytes.of("six\nseven\n").array(), "y", Given.gzip("eight\nnine"))));

    PAssert.that(
            restored(
                aside(plain, null, 2),
                aside(packed, null, 3),
                aside(archive, "x", 2),
                aside(archive, "y", 1),
                aside(archive, "y", 2)))
        .containsInAnyOrder(
            "a.json:2 HTTP 400 -> two",
            "b#0.json.gz:3 HTTP 400 -> five",
            "c.zip:2 HTTP 400 -> seven",
            "c.zip:1 HTTP 400 -> eight",
            "c.zip:2 HTTP 400 -> nine");
    pipeline.run();
  }

  @Test
  void anEventThatWasGeneratedHasNoRowAnywhere() {
    SetAside link =
        new SetAside(
            Generated.link(new Link("d", "u", 5)),
            new Refused(Reason.REFUSED, "", "HTTP 400"),
            "i",
            null,
            Bytes.of("{}"),
            null);

    PAssert.that(
            pipeline
                .apply(Create.of(link).withCoder(SetAsideCoder.of()))
                .apply(RestoreRows.with(new ExportFileReader(ReadSettings.upTo(1_000)))))
        .containsInAnyOrder(link);
    pipeline.run();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[1] {a,b}.json", "a*b?.json", "with space #.json", "50%20.json", "日本 é 😀.json"})
  void namesAreNoPatterns(String name) throws IOException {
    Path file = write(name, Bytes.of("one\n").array());

    PAssert.that(restored(aside(file, null, 1))).containsInAnyOrder(name + ":1 HTTP 400 -> one");
    pipeline.run();
  }

  @Test
  void aRowOfADeferredFileIsTheRowInsideIt() throws IOException {
    Origin first = new Origin("exports/a.zip", "m", 7);
    SetAside deferred =
        new SetAside(
            first,
            Refused.because(Reason.DAILY_QUOTA),
            "insert-1",
            null,
            Bytes.of("{}"),
            Bytes.of("{\"a\": 1}"));
    Path file = write("part-00000.jsonl", Bytes.of(SetAsideFormat.line(deferred) + "\n").array());

    PAssert.that(restored(aside(file, null, 1)))
        .containsInAnyOrder("a.zip:7 HTTP 400 -> {\"a\": 1}");
    pipeline.run();
  }

  @Test
  void aRowIsRestoredWithTheFieldsThatWereLeftUnreadToo() throws IOException {
    Path file = write("a.parquet", Given.parquet(1, 1));
    Wanted wanted = new Wanted(Set.of("n"), "t", new TimeRange(5, 6));
    RestoreRows restore =
        RestoreRows.with(new ExportFileReader(ReadSettings.upTo(1_000).wanting(wanted)));

    PAssert.that(
            pipeline
                .apply(Create.of(aside(file, null, 1)).withCoder(SetAsideCoder.of()))
                .apply(restore))
        .satisfies(
            records -> {
              String row = records.iterator().next().row().text();
              assertThat(row, equalTo("{\"t\":\"1970-01-01T00:00:00Z\",\"n\":0}"));
              return null;
            });
    pipeline.run();
  }

  @Test
  void aRecordWhoseRowIsGoneIsKeptAndSaysSo() throws IOException {
    Path shorter = write("shorter.json", Bytes.of("one\n").array());

    PAssert.that(
            restored(
                aside(folder.resolve("vanished.json"), null, 1),
                aside(shorter, null, 1),
                aside(shorter, null, 2),
                aside(shorter, "member", 1)))
        .containsInAnyOrder(
            "vanished.json:1 " + GONE + " -> nothing",
            "shorter.json:1 HTTP 400 -> one",
            "shorter.json:2 " + GONE + " -> nothing",
            "shorter.json:1 " + GONE + " -> nothing");
    pipeline.run();
  }

  @Test
  void rowsOfMembersOfOneNameAreNotMixedUp() throws IOException {
    byte[] twice =
        Given.zip(
            ImmutableMap.of("m1", Bytes.of("one\n").array(), "m2", Bytes.of("two\n").array()));
    for (int i = 1; i < twice.length; i++) {
      twice[i] = twice[i - 1] == 'm' && twice[i] == '2' ? (byte) '1' : twice[i];
    }
    Path archive = write("c.zip", twice);

    PAssert.that(restored(aside(archive, "m1 (2)", 1), aside(archive, "m1", 1)))
        .containsInAnyOrder("c.zip:1 HTTP 400 -> one", "c.zip:1 HTTP 400 -> two");
    pipeline.run();
  }

  @Test
  void everythingElseOfARecordStays() throws IOException {
    Path file = write("a.json", Bytes.of("one\n").array());
    SetAside record = aside(file, null, 1);
    SetAside expected = record.withRow(record.origin(), Bytes.of("one"));

    PAssert.that(pipeline.apply(Create.of(record).withCoder(SetAsideCoder.of())).apply(restore()))
        .containsInAnyOrder(expected);
    pipeline.run();
  }

  @Test
  void aRecordThatHasItsRowKeepsItAndItsFileIsNotRead() {
    SetAside record =
        aside(folder.resolve("gone.json"), null, 1)
            .withRow(new Origin("gone.json", null, 1), Bytes.of("{}"));

    PAssert.that(pipeline.apply(Create.of(record).withCoder(SetAsideCoder.of())).apply(restore()))
        .containsInAnyOrder(record);
    pipeline.run();
  }

  @Test
  void withoutRecordsNoFileIsRead() {
    PAssert.that(pipeline.apply(Create.empty(SetAsideCoder.of())).apply(restore())).empty();
    pipeline.run();
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static SetAside aside(Path file, String member, long row) {
    return new SetAside(
        new Origin(file.toString(), member, row),
        new Refused(Reason.INVALID_FIELD, "time", "HTTP 400"),
        "insert-1",
        null,
        Bytes.of("{\"insert_id\":\"insert-1\"}"),
        null);
  }

  private static RestoreRows restore() {
    return RestoreRows.with(new ExportFileReader(ReadSettings.upTo(1_000_000)));
  }

  private PCollection<String> restored(SetAside... records) {
    return pipeline
        .apply(Create.of(List.of(records)).withCoder(SetAsideCoder.of()))
        .apply(restore())
        .apply(
            MapElements.into(TypeDescriptors.strings())
                .via(
                    a ->
                        Seen.name(a.origin().file())
                            + ":"
                            + a.origin().row()
                            + " "
                            + a.cause().detail()
                            + " -> "
                            + (a.row() == null ? "nothing" : a.row().text())));
  }
}
