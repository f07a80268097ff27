package io.eventbackfill.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in files and reports for users' own tools to read. */
class CodesTest {

  static Stream<Arguments> words() {
    return Stream.of(
        Arguments.of(
            "reasons",
            Arrays.stream(Reason.values()).map(Reason::code).toList(),
            Arrays.stream(Reason.values()).map(Reason::meaning).toList()),
        Arguments.of(
            "notes",
            Arrays.stream(Note.values()).map(Note::code).toList(),
            Arrays.stream(Note.values()).map(Note::meaning).toList()),
        Arguments.of(
            "skipped files",
            Arrays.stream(SkippedFile.values()).map(SkippedFile::code).toList(),
            Arrays.stream(SkippedFile.values()).map(SkippedFile::meaning).toList()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("words")
  void codesAreKebabCaseAndUnique(String what, List<String> codes, List<String> meanings) {
    assertThat(what, codes, everyItem(matchesPattern("[a-z0-9]+(-[a-z0-9]+)*")));
    assertThat(what, new HashSet<>(codes), hasSize(codes.size()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("words")
  void everyCodeHasAMeaningOfItsOwn(String what, List<String> codes, List<String> meanings) {
    assertThat(what, meanings, everyItem(matchesPattern("\\S.*[^.\\s]")));
    assertThat(what, new HashSet<>(meanings), hasSize(meanings.size()));
    assertThat(what, meanings, everyItem(not(matchesPattern(".*[A-Z]+_[A-Z]+.*"))));
  }
}
