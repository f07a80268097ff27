package io.eventbackfill.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.benchmarks.Table.Column;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void cellsStandInColumns() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Table table =
        new Table(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            List.of(
                Column.text("shape", 8),
                Column.number("events", 9),
                Column.number("took", 10),
                Column.number("ratio", 6)));

    table.row("zipf", 1_000_000, Duration.ofMillis(1_234_560), 1.25);
    table.row("far too long", 1L, Duration.ZERO, 12.0);

    assertThat(
        out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"),
        is(
            """
            shape        events        took   ratio
            --------  ---------  ----------  ------
            zipf      1,000,000   1,234.6 s    1.25
            far too long          1       0.0 s   12.00
            """));
    assertThrows(IllegalArgumentException.class, () -> table.row("alone"));
  }
}
