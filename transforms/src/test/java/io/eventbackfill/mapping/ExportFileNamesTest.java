package io.eventbackfill.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.model.SkippedFile;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportFileNamesTest {
  private final Mapping mapping = AmplitudeExportMapping.withDefaults();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "636686_2025-01-01_0_complete",
        "s3://bucket/export/636686/636686_2025-01-01_0_complete",
        "gs://bucket/a b/é/636686_2025-01-01_23_complete",
        "/data/export.zip!/636686/636686_2025-01-01_0_complete"
      })
  void markersOfCompleteHoursAreSkipped(String path) {
    assertThat(mapping.skips(path), is(Optional.of(SkippedFile.COMPLETE_MARKER)));
    assertThat(new LeftOut(mapping, true).holds(path), is(true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-189524_2020-01-25_17.json.gz",
        "s3://bucket/-189524/-189524_2020-01-25_7.json.gz",
        "export.json.gz!/-189524/-189524_2020-01-25_17.json.gz",
        "export.zip!/-189524_2020-01-25_17.json"
      })
  void filesOfMergedIdsAreSkipped(String path) {
    assertThat(mapping.skips(path), is(Optional.of(SkippedFile.MERGED_IDS)));
    assertThat(new LeftOut(mapping, false).holds(path), is(true));
    assertThat("read for its merges", new LeftOut(mapping, true).holds(path), is(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "636686_2025-01-01_0#0.json.gz",
        "s3://bucket/636686/636686_2025-01-01_0#12.json.gz",
        "s3://bucket/_complete/636686_2025-01-01_0#0.json.gz",
        "s3://bucket/-189524/636686_2020-01-25_17#0.json.gz",
        "import_complete.json",
        "636686_2025-01-01_0_complete.json.gz",
        "complete",
        "-189524.json.gz",
        "-events_2020-01-25_17.json.gz",
        "-189524_2020-01-25_17#0.json.gz",
        "189524_2020-01-25_17.json.gz",
        "été 2024 #1.ndjson",
        "export.zip"
      })
  void allOtherFilesAreRead(String path) {
    assertThat(mapping.skips(path), is(Optional.empty()));
  }
}
