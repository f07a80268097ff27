package io.eventbackfill.pipeline.pages;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 s",
    "0.44, 0.4 s",
    "12.4, 12 s",
    "60, 1 min",
    "252, 4 min 12 s",
    "3600, 1 h",
    "3599.6, 1 h",
    "7199, 2 h",
    "14260, 3 h 58 min",
    "86399, 1 day",
    "86400, 1 day",
    "273600, 3 days 4 h"
  })
  void durationsHaveTwoUnits(double seconds, String text) {
    assertThat(Figures.duration(seconds), is(text));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1 byte",
    "999, 999 bytes",
    "1000, 1.0 kB",
    "999999, 1.0 MB",
    "9412008811, 9.4 GB"
  })
  void bytesAreInThousands(long bytes, String text) {
    assertThat(Figures.bytes(bytes), is(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 7, 0 %",
    "1, 10000, < 0.1 %",
    "9999, 10000, > 99.9 %",
    "7, 7, 100 %",
    "1, 3, 33.3 %"
  })
  void aShareHidesNeitherLittleNorAlmostAll(long part, long whole, String text) {
    assertThat(Figures.share(part, whole), is(text));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.5, 0.5", "950, 950", "1000, 1k", "2500000, 2.5M"})
  void axesAreBrief(double number, String text) {
    assertThat(Figures.brief(number), is(text));
  }

  @Test
  void aTimeThatIsNoneStaysAsItIs() {
    assertThat(Figures.time("2026-11-21T05:39:49.921Z"), is("2026-11-21 05:39:49 UTC"));
    assertThat(Figures.time("soon"), is("soon"));
    assertThat(Figures.day(TextNode.valueOf("2026-11-21T23:59:59.999Z")), is("2026-11-21"));
    assertThat(Figures.day(TextNode.valueOf("soon")), is("unknown"));
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 2", "3, 3, 4", "7, 8, 5", "100, 100, 5", "17342, 20000, 5", "0.9, 1, 5"})
  void anAxisEndsAtARoundValueAboveAll(double highest, double end, int ticks) {
    assertThat(Ticks.upTo(highest).end(), is(end));
    assertThat(Ticks.upTo(highest).values().size(), is(ticks));
  }

  @Test
  void anAxisBeginsAtZero() {
    assertThat(Ticks.upTo(40).values(), contains(0.0, 10.0, 20.0, 30.0, 40.0));
  }
}
