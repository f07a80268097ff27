package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.eventbackfill.steps.TallyName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CountersTest {
  private static final Pattern NAME = Pattern.compile("`([a-z]+/[a-z-]+)`");

  @Test
  void theReadmeDescribesEveryCounterAndNoOther() throws IOException {
    assertThat(
        described(),
        equalTo(Arrays.stream(TallyName.values()).map(TallyName::code).sorted().toList()));
  }

  /** The names in the first column of the table. */
  private static List<String> described() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    int from = readme.indexOf("### Counters");
    return readme
        .substring(from, readme.indexOf("\n### ", from))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|", 3)[1])
        .flatMap(names -> NAME.matcher(names).results().map(MatchResult::group))
        .map(name -> name.replace("`", ""))
        .sorted()
        .toList();
  }
}
