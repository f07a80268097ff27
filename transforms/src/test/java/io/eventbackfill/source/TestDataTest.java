package io.eventbackfill.source;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The counts that test-data/README.md states. */
class TestDataTest {
  private static final Path TEST_DATA = Path.of("..", "test-data");

  @ParameterizedTest
  @CsvSource({
    "exports/187520/187520_2024-03-01_0#0.json.gz, 64",
    "exports/187520/187520_2024-03-01_5#0.json.gz, 163",
    "exports/187520/187520_2024-03-01_5_complete, 0",
    "exports/187520/187520_2024-03-01_6#0.json.gz, 114",
    "exports/187520/187520_2024-03-01_7#0.json.gz, 199",
    "exports/187520/187520_2024-03-01_8#0.json.gz, 104",
    "exports/187520/187520_2024-03-01_8#1.json.gz, 62",
    "exports/187520/187520_2024-03-01_9#0.json.gz, 152",
    "exports/187520/187520_2024-03-01_10#0.json.gz, 106",
    "exports/187520/187520_2024-03-01_10#1.json.gz, 60",
    "exports/187520/187520_2024-03-01_12#0.json.gz, 299",
    "exports/187520/187520_2024-03-01_14#0.json.gz, 151",
    "exports/187520/187520_2024-03-01_17.json.gz, 262",
    "exports/187520/187520_2024-03-01_18#0.json.gz, 150",
    "exports/187520/187520_2024-03-01_23#0.json.gz, 94",
    "exports/-1234/-1234_2024-03-01_17.json.gz, 6",
    "mixed-projects/187520/187520_2024-03-01_20#0.json.gz, 3",
    "mixed-projects/204915/204915_2024-03-01_20#0.json.gz, 2"
  })
  void aGoodFileHasTheRowsItIsSaidToHave(String file, int rows) {
    RecordingSink sink = read(file);

    assertThat(sink.rows(), hasSize(rows));
    assertThat(sink.problems(), empty());
  }

  @Test
  void onlyTheLineThatIsNotUtf8CanNotBeRead() {
    RecordingSink sink = read("broken/187520_2024-03-01_20.json");

    assertThat(sink.rows(), hasSize(18));
    assertThat(sink.problems(), contains("f:4 invalid-utf8"));
    assertThat(sink.texts().get(0).charAt(0), is('{'));
  }

  @Test
  void theTruncatedFileHas26Rows() {
    RecordingSink sink = read("broken/187520_2024-03-01_21#0.json.gz");

    assertThat(sink.rows(), hasSize(26));
    assertThat(sink.problems(), contains("f:27 truncated-file"));
    assertThat(Packed.utf8(sink.problem().kept()).length, is(1_406));
  }

  private static RecordingSink read(String file) {
    return Reading.read(() -> FileChannel.open(TEST_DATA.resolve(file)));
  }
}
