package io.eventbackfill.pipeline.pages;

import static io.eventbackfill.pipeline.pages.Html.tag;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapingTest {

  @Test
  void markupInTextStaysText() {
    assertThat(
        written(tag("p", "<script>alert('1')</script> & \"</style>\"")),
        is(
            "<p>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp;"
                + " &quot;&lt;/style&gt;&quot;</p>"));
  }

  @Test
  void noAttributeEndsBeforeItsQuote() {
    assertThat(
        written(tag("p").with("title", "\" onload='x' >")),
        is("<p title=\"&quot; onload=&#39;x&#39; &gt;\"></p>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u0000", "\u0007", "\u001b", "\u0085", "\u202e", "\u2066", "\u200b", "\ud800"})
  void whatCannotBeSeenIsShownByItsNumber(String hidden) {
    String shown = "\u27e8U+%04X\u27e9".formatted((int) hidden.charAt(0));
    assertThat(written(tag("p", "a" + hidden + "b")), is("<p>a" + shown + "b</p>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00dcbersicht",
        "\u05e9\u05dc\u05d5\u05dd",
        "\ud83d\udc69\u200d\ud83d\udcbb",
        "a\nb\tc"
      })
  void languagesAndEmojiStayAsTheyAre(String text) {
    assertThat(written(tag("p", text)), is("<p>" + text + "</p>"));
  }

  @Test
  void aLongNameIsCutAndWholeInItsTitle() {
    String name = "x".repeat(10_000);

    String html = written(Name.of(name));

    assertThat(html, containsString("title=\"" + name + "\""));
    assertThat(html.replace(name, "").length(), is(lessThan(200)));
  }

  @Test
  void aCutDoesNotSplitACharacter() {
    String woman = "\ud83d\udc69";

    assertThat(
        written(Name.of(woman.repeat(81))), containsString(">" + woman.repeat(80) + "\u2026<"));
    assertThat(written(Name.of(woman.repeat(80))), containsString(">" + woman.repeat(80) + "<"));
  }

  @Test
  void anEmptyNameIsSeen() {
    assertThat(written(Name.of("")), containsString("(empty)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"script", "style", "iframe", "img", "p onload", ""})
  void noElementLoadsOrRunsAnything(String name) {
    assertThrows(IllegalArgumentException.class, () -> tag(name));
  }

  @ParameterizedTest
  @CsvSource({
    "onload, x",
    "style, x",
    "href, javascript:x",
    "href, https://a.example/",
    "'a b', x"
  })
  void noAttributeLeadsAwayOrRunsAnything(String attribute, String value) {
    assertThrows(IllegalArgumentException.class, () -> tag("a").with(attribute, value));
  }

  @Test
  void neighboursOfThePageCanBeLinked() {
    assertThat(
        written(tag("a", "x").with("href", "dead-letters/")),
        allOf(containsString("href=\"dead-letters/\""), not(containsString("&"))));
  }

  private static String written(Html piece) {
    StringBuilder out = new StringBuilder();
    piece.writeTo(out);
    return out.toString();
  }
}
