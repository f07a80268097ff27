package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.coders.SetAsideCoder;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.source.SetAsideFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteAsideTest {
  @TempDir private Path folder;

  private final TestPipeline pipeline = Given.pipeline();

  @Test
  void deadLettersAndDeferredEventsHaveTheirOwnFolders() throws Exception {
    List<SetAside> records = new ArrayList<>();
    for (int row = 1; row <= 500; row++) {
      records.add(aside(Reason.INVALID_FIELD, row));
      records.add(aside(Reason.DAILY_QUOTA, 10_000 + row));
    }

    write(records);

    assertThat(folders(), containsInAnyOrder("dead-letters", "deferred"));
    assertThat(rows("dead-letters"), containsInAnyOrder(expected(1)));
    assertThat(rows("deferred"), containsInAnyOrder(expected(10_001)));
    assertThat(names("dead-letters"), everyItem(matchesPattern("part-\\d{5}\\.jsonl")));
  }

  @Test
  void aFolderThatWouldBeEmptyIsNotThere() throws Exception {
    write(List.of(aside(Reason.GAVE_UP, 1)));

    assertThat(folders(), containsInAnyOrder("deferred"));
    assertThat(rows("deferred"), containsInAnyOrder("1 {\"n\":\"ü\n1\"}"));
  }

  @Test
  void withoutRecordsThereIsNothing() throws Exception {
    write(List.of());

    assertThat(folders(), empty());
  }

  @Test
  void whatWasDeliveredOrSkippedIsNeverWrittenDown() {
    for (Reason reason : List.of(Reason.DELIVERED, Reason.DUPLICATE)) {
      RuntimeException failure =
          assertThrows(
              RuntimeException.class, () -> write(Given.pipeline(), List.of(aside(reason, 1))));
      Seen.cause(failure, IllegalStateException.class);
    }
  }

  private void write(List<SetAside> records) {
    write(pipeline, records);
  }

  private void write(TestPipeline on, List<SetAside> records) {
    on.apply(Create.of(records).withCoder(SetAsideCoder.of())).apply(WriteAside.into(folder + "/"));
    on.run();
  }

  private static SetAside aside(Reason reason, int row) {
    return new SetAside(
        new Origin("exports/a.json", null, row),
        Refused.because(reason),
        "insert-" + row,
        null,
        Bytes.of("{}"),
        Bytes.of("{\"n\":\"ü\n" + row + "\"}"));
  }

  private static String[] expected(int from) {
    return Stream.iterate(from, row -> row + 1)
        .limit(500)
        .map(row -> row + " {\"n\":\"ü\n" + row + "\"}")
        .toArray(String[]::new);
  }

  private List<String> folders() throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .map(child -> child.getFileName().toString())
          .filter(name -> !name.startsWith(".temp"))
          .toList();
    }
  }

  private List<String> names(String subfolder) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(subfolder))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** The rows the lines give back, as {@code number row}. */
  private List<String> rows(String subfolder) throws IOException, MalformedJsonException {
    List<String> rows = new ArrayList<>();
    for (String name : names(subfolder)) {
      for (String line : Files.readAllLines(folder.resolve(subfolder).resolve(name))) {
        RawRow row =
            SetAsideFormat.unwrap(JsonValue.parseObject(line.getBytes(StandardCharsets.UTF_8)))
                .orElseThrow();
        rows.add(row.origin().row() + " " + row.bytes().text());
      }
    }
    return rows;
  }
}
