package io.eventbackfill.pipeline.pages;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages as people see them: on a phone and on a desk, by day and by night, and on paper. */
class PagesInBrowserIT {
  private static final int PHONE = 360;
  private static final int TABLET = 960;
  private static final int DESK = 1280;
  private static final int PICTURE_HEIGHT = 1380;

  /** Where pictures are left, for people to look at and for the README. */
  private static final Path PICTURES = Path.of("target", "pages");

  /** What is asked of text by the Web Content Accessibility Guidelines. */
  private static final double LEAST_CONTRAST = 4.5;

  @TempDir static Path folder;
  private static Chromium browser;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    browser = Chromium.start(folder.resolve("profile"));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  /** A page, and what must be read on it. */
  private record Shown(String name, String json, UnaryOperator<String> page, List<String> says) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Shown> pages() {
    return List.of(
        new Shown(
            "plan",
            Samples.plan(),
            PlanPage::of,
            List.of(
                "13,708,311 events to send in about 3 h 58 min",
                "14,251,890 rows read",
                "Events a week",
                "missing-id",
                "kiosk-01",
                "in 2 days",
                "bound by the project's events a second",
                "\u00dcbersicht",
                "1,381 devices are shared",
                "20,411 of 51,200 live users")),
        new Shown(
            "report",
            Samples.report(),
            ReportPage::of,
            List.of(
                "Complete, but with dead letters or deferred events",
                "14,251,890 rows read, and each of them ended in exactly one place",
                "500,000",
                "Throttled",
                "Outage",
                "start=20261121T05&end=20261121T09",
                "connection-lost",
                "187520_2022-03-07_71#0.json.gz")),
        new Shown(
            "verify",
            Samples.verification(),
            VerifyPage::of,
            List.of(
                "Not equal: 7 missing, 1 extra, 2 doubled, 4 changed",
                "13,708,307",
                "sent Berlin, stored Bremen",
                "\u22127,000",
                "Fields that changed")));
  }

  /** One way to look at a page. */
  private record Look(Shown shown, int width, String scheme) {
    @Override
    public String toString() {
      return shown.name() + "-" + width + "-" + scheme;
    }
  }

  static Stream<Look> looks() {
    return pages().stream()
        .flatMap(
            page ->
                Stream.of(
                    new Look(page, PHONE, "light"),
                    new Look(page, PHONE, "dark"),
                    new Look(page, TABLET, "light"),
                    new Look(page, DESK, "light"),
                    new Look(page, DESK, "dark")));
  }

  @ParameterizedTest
  @MethodSource("looks")
  void aPageSaysAllOfItAndStaysInsideItsWindow(Look look) throws IOException {
    JsonNode seen =
        look(look.shown().page().apply(look.shown().json()), look.width(), look.scheme());

    String text = seen.path("text").asText();
    look.shown().says().forEach(words -> assertThat(text, containsString(words)));
    assertSound(seen);
    assertThat(seen.path("contrast").asDouble(), is(greaterThanOrEqualTo(LEAST_CONTRAST)));
    assertThat(seen.path("dark").asBoolean(), is(look.scheme().equals("dark")));
    browser.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = false))");
    Files.createDirectories(PICTURES);
    Files.write(PICTURES.resolve(look + ".png"), browser.picture(look.width(), PICTURE_HEIGHT));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void hostileNamesNeitherRunNorBreakAnything(Shown shown) throws IOException {
    for (int first = 0; first < Hostile.NAMES.size(); first += 2) {
      String html = shown.page().apply(Hostile.everywhere(shown.json(), first));

      JsonNode seen = look(html, first % 4 == 0 ? PHONE : DESK, "light");

      assertSound(seen);
      assertThat(seen.path("owned").asBoolean(), is(false));
    }
  }

  @Test
  void whatIsFoldedIsOnPaperToo() throws IOException {
    open(ReportPage.of(Samples.report()), DESK, "dark");
    int folded = browser.pdf().length;
    open(ReportPage.of(Samples.report()).replace("<details>", "<details open>"), DESK, "dark");
    int unfolded = browser.pdf().length;

    assertThat(folded, is(greaterThan(unfolded * 9 / 10)));
  }

  /** The proof that what measures the pages can find something. */
  @Test
  void aPageThatIsTooWideIsFound() throws IOException {
    String html = PlanPage.of(Samples.plan());
    JsonNode seen =
        look(html.replace("overflow-wrap: anywhere", "white-space: nowrap"), PHONE, "light");

    assertThat(list(seen.path("outside")), is(not(empty())));
  }

  private static void assertSound(JsonNode seen) {
    assertThat(list(seen.path("outside")), is(empty()));
    assertThat(list(seen.path("overlapping")), is(empty()));
    assertThat(browser.complaints(), is(empty()));
  }

  private static JsonNode look(String html, int width, String scheme) throws IOException {
    open(html, width, scheme);
    return browser.evaluate(measure());
  }

  private static void open(String html, int width, String scheme) throws IOException {
    Path file = Files.createTempFile(folder, "page", ".html");
    Files.writeString(file, html);
    browser.open(file, width, scheme);
  }

  private static List<String> list(JsonNode array) {
    List<String> all = new ArrayList<>();
    array.forEach(one -> all.add(one.asText()));
    return all;
  }

  /** The script that looks: the pages have none of their own. */
  private static String measure() {
    try (InputStream in = PagesInBrowserIT.class.getResourceAsStream("measure.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
