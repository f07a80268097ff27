package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatchFilesTest {
  @TempDir private Path folder;

  private final TestPipeline pipeline = Given.pipeline();

  @Test
  void aFileThatSeveralPatternsNameIsFoundOnce() throws IOException {
    write("a.json");
    write("b.json");
    write("c.txt");

    PAssert.that(names("*.json", "a.*", "a.json", "*"))
        .containsInAnyOrder("a.json", "b.json", "c.txt");
    pipeline.run();
  }

  @Test
  void namesHoldWhatPeoplePutIntoThem() throws IOException {
    List<String> names =
        List.of(
            "187520_2024-01-01_0#0.json.gz",
            "with space.json",
            "50%20.json",
            "[brackets] {braces}.json",
            "日本 é 😀.json");
    for (String name : names) {
      write(name);
    }

    PAssert.that(names("*")).containsInAnyOrder(names);
    pipeline.run();
  }

  @Test
  void foldersBelowAreSearchedWhereThePatternSaysSo() throws IOException {
    Files.createDirectories(folder.resolve("2024/01"));
    write("2024/01/deep.json");
    write("flat.json");

    PAssert.that(names("**.json")).containsInAnyOrder("deep.json", "flat.json");
    pipeline.run();
  }

  @Test
  void aPatternThatNamesNothingFailsTheJobEvenBesideOneThatNamesSomething() throws IOException {
    write("a.json");
    names("*.json", "*.parquet");

    RuntimeException failure = assertThrows(RuntimeException.class, pipeline::run);

    assertThat(
        Seen.cause(failure, FileNotFoundException.class).getMessage(), containsString("*.parquet"));
  }

  private void write(String name) throws IOException {
    Files.writeString(folder.resolve(name), "{}\n");
  }

  private PCollection<String> names(String... patterns) {
    List<String> all = List.of(patterns).stream().map(p -> folder + "/" + p).toList();
    return pipeline
        .apply(MatchFiles.of(all))
        .apply(
            MapElements.into(TypeDescriptors.strings())
                .via(file -> Seen.name(file.resourceId().toString())));
  }
}
