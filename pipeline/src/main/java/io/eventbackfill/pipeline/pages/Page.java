package io.eventbackfill.pipeline.pages;

import static io.eventbackfill.pipeline.pages.Html.tag;
import static io.eventbackfill.pipeline.pages.Html.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** One page from its first line to its last: a headline, figures, sections. */
final class Page {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Nothing is loaded and nothing runs, whatever stood in the page. */
  private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

  private final String kind;
  private final String headline;
  private final String mood;
  private final List<Html> body = new ArrayList<>();

  /**
   * A page with nothing below its headline.
   *
   * @param kind what sort of page it is, in a word
   * @param headline what it says, in a sentence
   * @param mood how it is to be taken; a class of the stylesheet
   */
  Page(String kind, String headline, String mood) {
    this.kind = kind;
    this.headline = headline;
    this.mood = mood;
  }

  /**
   * Reads a file of ours.
   *
   * @param mark the key that only files of this kind have
   * @throws IllegalArgumentException if it is none
   */
  static JsonNode read(String json, String mark) {
    try {
      JsonNode root = JSON.readTree(json);
      if (!root.has(mark)) {
        throw new IllegalArgumentException("not a file with " + mark);
      }
      return root;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Adds what belongs to the headline. */
  void add(Html piece) {
    body.add(piece);
  }

  /** Adds a section, unless nothing is in it. */
  void section(String title, Html inside) {
    if (!inside.equals(Html.NOTHING)) {
      body.add(tag("section", tag("h2", title), inside));
    }
  }

  /** The file. */
  String html() {
    Html head =
        tag(
            "head",
            tag("meta").with("charset", "utf-8"),
            tag("meta").with("http-equiv", "Content-Security-Policy").with("content", POLICY),
            tag("meta")
                .with("name", "viewport")
                .with("content", "width=device-width, initial-scale=1"),
            tag("meta").with("name", "color-scheme").with("content", "light dark"),
            tag("title", "Event Backfill: " + kind),
            new Stylesheet());
    Html header =
        tag(
            "header",
            tag("p", "Event Backfill \u00b7 " + kind).ofClass("kicker"),
            tag("h1", headline).ofClass(mood));
    List<Html> all = new ArrayList<>(List.of(header));
    all.addAll(body);
    StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");
    tag("html", head, text("\n"), tag("body", tag("main", all))).with("lang", "en").writeTo(out);
    return out.append('\n').toString();
  }
}
