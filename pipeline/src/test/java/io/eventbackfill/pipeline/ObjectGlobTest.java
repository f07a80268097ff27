package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectGlobTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "a.json, a.json, true",
        "a.json, axjson, false",
        "*.json, a.json, true",
        "*.json, b/a.json, false",
        "**.json, b/a.json, true",
        "2024-*/**, 2024-01/x/y.gz, true",
        "2024-*/**, 2023-01/x/y.gz, false",
        "a/**/*.json, a/b.json, true",
        "a/**/*.json, a/b/c/d.json, true",
        "?.json, a.json, true",
        "?.json, /.json, false",
        "[ab].json, b.json, true",
        "[ab].json, c.json, false",
        "[!ab].json, c.json, true",
        "[!ab].json, b.json, false",
        "[0-3].json, 2.json, true",
        "[&&].json, &.json, true",
        "[open.json, [open.json, true",
        "\\[1\\].json, [1].json, true",
        "\\*.json, *.json, true",
        "\\*.json, a.json, false",
        "a\\, a\\, true",
        "1+1 (%20) #1 {x} $|^.json, 1+1 (%20) #1 {x} $|^.json, true",
        "日本 é*, 日本 é😀, true",
      })
  void aNameMatchesAsThePatternSays(String glob, String name, boolean matches) {
    assertThat(ObjectGlob.of(glob).matches(name), is(matches));
  }

  @Test
  void theNamesBeginWithWhatStandsBeforeThePattern() {
    assertThat(ObjectGlob.prefix("2024-*/x"), is("2024-"));
    assertThat(ObjectGlob.prefix("a/[b"), is("a/"));
    assertThat(ObjectGlob.prefix("a#+ %.json"), is("a#+ %.json"));
    assertThat(ObjectGlob.prefix("\\*"), is(""));
  }
}
