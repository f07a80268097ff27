package io.eventbackfill.pipeline.pages;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a page says, and that it is whole and harmless; how it looks is the browser's test. */
class PagesTest {
  private static final Pattern TAG = Pattern.compile("</?([a-z0-9]+)[^>]*>");
  private static final List<String> VOID = List.of("meta", "br", "hr");

  private record Kind(String mark, String sample, UnaryOperator<String> page) {
    @Override
    public String toString() {
      return mark;
    }
  }

  static List<Kind> kinds() {
    return List.of(
        new Kind("event_backfill_plan", Samples.plan(), PlanPage::of),
        new Kind("event_backfill_report", Samples.report(), ReportPage::of),
        new Kind("event_backfill_verification", Samples.verification(), VerifyPage::of));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyTagIsClosedWhateverTheNamesAre(Kind kind) {
    assertThat(unclosed(kind.page.apply(kind.sample)), is(empty()));
    for (int first = 0; first < Hostile.NAMES.size(); first++) {
      String html = kind.page.apply(Hostile.everywhere(kind.sample, first));
      assertThat(unclosed(html), is(empty()));
      assertThat(html, not(containsString("<script")));
      assertThat(html, not(containsString("<img")));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aPageNeedsNothingButItself(Kind kind) {
    String html = kind.page.apply(kind.sample);

    assertThat(
        html,
        allOf(
            not(containsString("<script")),
            not(containsString("<link")),
            not(containsString(" src=")),
            not(containsString("@import")),
            not(containsString("url(")),
            containsString("default-src &#39;none&#39;")));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void partsThatAreMissingAreLeftOut(Kind kind) {
    String html = kind.page.apply("{\"%s\":1}".formatted(kind.mark));

    assertThat(unclosed(html), is(empty()));
    assertThat(html, not(containsString("<section>")));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anotherFileIsRefused(Kind kind) {
    for (String other : List.of("{}", "[1]", "{", "")) {
      assertThrows(IllegalArgumentException.class, () -> kind.page.apply(other));
    }
    kinds().stream()
        .filter(other -> !other.mark().equals(kind.mark()))
        .forEach(
            other ->
                assertThrows(IllegalArgumentException.class, () -> kind.page.apply(other.sample)));
  }

  @Test
  void aPlanShowsThreeExamplesUnderTheirReason() {
    String html = PlanPage.of(Samples.plan());

    int reason = html.indexOf("missing-id");
    int example = html.indexOf("187520_2022-11-25_0#0.json.gz:4", reason);
    assertThat(reason > 0 && example > reason && example < html.indexOf("invalid-json"), is(true));
    assertThat(html, containsString("3 examples"));
    assertThat(html, containsString("{&quot;event_type&quot;:&quot;Page Viewed&quot;"));
  }

  @Test
  void whoeverIsOverTheQuotaStandsAtTheTopOnce() {
    String html = PlanPage.of(Samples.plan());

    assertThat(html.split("kiosk-01", -1).length - 1, is(1));
    assertThat(html, containsString("1 device or user has more"));
    assertThat(html, containsString("in 2 days"));
  }

  @Test
  void aReportOfARunThatEndedEarlySaysWhyAndWhatItCounted() {
    String html =
        ReportPage.of(
            """
            {"event_backfill_report":1,"run":"r","exit_code":4,
             "outcome":"stopped by the destination","message":"the key is <not> known",
             "counted_until_then":{"deliver/requests":17}}""");

    assertThat(
        html,
        allOf(
            containsString("<h1 class=\"bad\">Stopped by the destination</h1>"),
            containsString("the key is &lt;not&gt; known"),
            containsString("deliver/requests"),
            containsString(">17<"),
            not(containsString("href=\"dead-letters/\"")),
            not(containsString("have to be undone"))));
  }

  @Test
  void howALoadIsUndoneTheDestinationSays() {
    String window = "\"server_upload_time\":{\"first\":\"%s\",\"last\":\"%s\"}";
    String report =
        "{\"event_backfill_report\":1,\"settings\":{\"destination\":\"%s\"},"
            + window.formatted("2026-01-01T00:30:00Z", "2026-01-01T02:00:00Z")
            + "}";

    assertThat(
        ReportPage.of(report.formatted("amplitude")),
        allOf(
            containsString("uploaded from <b class=\"time\">2026-01-01T00:30:00Z</b>"),
            containsString("/api/2/export?start=20260101T00&amp;end=20260101T02"),
            containsString("<li><b>Remove it,</b> if your plan is Growth")));
    assertThat(
        "one that is not on the class path",
        ReportPage.of(report.formatted("gone")),
        allOf(containsString("uploaded from <b"), not(containsString("<ol class=\"recipe\">"))));
  }

  @Test
  void anAccountThatDoesNotAddUpIsAnAlarm() {
    String html =
        ReportPage.of(Samples.report().replaceFirst("\"adds_up\" : true", "\"adds_up\" : false"));

    assertThat(html, containsString("<p class=\"alarm\">The account does not add up"));
    assertThat(html, not(containsString("ended in exactly one place")));
  }

  @Test
  void onlyWhatWasWrittenIsLinked() {
    String html = ReportPage.of(Samples.report());
    assertThat(html, containsString("href=\"dead-letters/\""));
    assertThat(html, containsString("href=\"deferred/\""));

    // What a ledger keeps for the next start is not written down.
    String stopped =
        """
        {"event_backfill_report":1,"rows":{"read":3,"rejected":0,"deferred":3,"adds_up":true},
         "reasons":{"stopped":3},"settings":{"ledger":"%s"}}""";
    assertThat(
        ReportPage.of(stopped.formatted("./ledger")), not(containsString("href=\"deferred/\"")));
    assertThat(ReportPage.of(stopped.formatted("none")), containsString("href=\"deferred/\""));
  }

  @Test
  void theRecipeNamesTheHoursAndTheRegionOfTheWindow() {
    String us = Samples.report().replace("\"destinationRegion\" : \"eu\"", "\"x\" : \"\"");

    assertThat(
        ReportPage.of(Samples.report()),
        containsString(
            "https://analytics.eu.amplitude.com/api/2/export?start=20261121T05&amp;end=20261121T09"));
    assertThat(ReportPage.of(us), containsString("&#39;https://amplitude.com/api/2/export?"));
    String elsewhere = us.replace("\"amplitude\"", "\"elsewhere\"");
    assertThat(ReportPage.of(elsewhere), not(containsString("Export")));
  }

  @Test
  void filesAreFoldedWhenThereAreMany() {
    assertThat(ReportPage.of(Samples.report()), containsString("<summary>73 files</summary>"));
  }

  @Test
  void aVerificationThatFoundNothingSaysEqual() {
    String html =
        VerifyPage.of(
            """
            {"event_backfill_verification":1,"equal":true,"sent":2,"stored":2,
             "by_day":[{"day":"2024-03-01","sent":2,"stored":2}]}""");

    assertThat(html, containsString("<h1 class=\"good\">Equal"));
    assertThat(html, containsString("1 day, each with equal counts."));
  }

  @Test
  void onlyDaysThatDifferAreListed() {
    String html = VerifyPage.of(Samples.verification());

    assertThat(html, containsString("\u22127,000"));
    assertThat(html.split("<td data-label=\"day\">", -1).length - 1, is(2));
  }

  /** Tags that are opened and not closed in their turn, or closed and not open. */
  private static List<String> unclosed(String html) {
    Deque<String> open = new ArrayDeque<>();
    String withoutStyle = html.replaceFirst("(?s)<style>.*</style>", "");
    for (MatchResult tag : TAG.matcher(withoutStyle).results().toList()) {
      String name = tag.group(1);
      if (tag.group().startsWith("</")) {
        if (!name.equals(open.poll())) {
          return List.of(tag.group());
        }
      } else if (!VOID.contains(name)) {
        open.push(name);
      }
    }
    return List.copyOf(open);
  }
}
