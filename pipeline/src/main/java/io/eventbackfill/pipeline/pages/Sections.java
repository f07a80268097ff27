package io.eventbackfill.pipeline.pages;

import static io.eventbackfill.pipeline.pages.Html.tag;
import static io.eventbackfill.pipeline.pages.Html.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.Reason;
import io.eventbackfill.pipeline.pages.BarList.Bar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What more than one page shows in the same way. */
final class Sections {
  private static final int FILES_SHOWN = 50;

  private Sections() {}

  /** The facts that belong to the headline: a label over a value each. */
  static Html tiles(List<Tile> tiles) {
    List<Html> items = new ArrayList<>();
    for (Tile tile : tiles) {
      items.add(
          tag(
              "div",
              tag("dt", tile.label()),
              tag("dd", tile.value()),
              tag("dd", tile.remark()).ofClass("remark")));
    }
    return tag("dl", items).ofClass("tiles");
  }

  /**
   * One fact.
   *
   * @param label what it is
   * @param value in a few words
   * @param remark below it; may be empty
   */
  record Tile(String label, String value, String remark) {}

  /** A paragraph. */
  static Html paragraph(String said) {
    return tag("p", said);
  }

  /** Which colour is what. */
  static Html legend(List<String> labels, List<String> classes) {
    List<Html> keys = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      keys.add(tag("li", tag("span").ofClass("key " + classes.get(i)), text(labels.get(i))));
    }
    return tag("ul", keys).ofClass("legend");
  }

  /** Where all rows ended: a bar that is divided. */
  static Html dispositions(JsonNode rows) {
    ShareBar bar = new ShareBar();
    for (Disposition disposition : Disposition.values()) {
      String code = disposition.code();
      bar.add(new ShareBar.Part(code, rows.path(code).asLong(), code));
    }
    return bar.drawn();
  }

  /** Whether the account adds up, in words. */
  static Html addsUp(JsonNode rows) {
    String read = Figures.count(rows.path("read").asLong(), "row", "rows");
    return rows.path("adds_up").asBoolean()
        ? paragraph(read + " read, and each of them ended in exactly one place.")
        : tag(
                "p",
                text("The account does not add up: "),
                text(read),
                text(
                    " were read, and the places below hold another number. Do not trust this run."))
            .ofClass("alarm");
  }

  /**
   * A bar for each reason why rows were not accepted, the most frequent first, on a scale of its
   * own for each disposition: ten bad rows beside a million copies would be no bar at all.
   *
   * @param reasons codes and rows
   * @param examples by code; may be missing
   */
  static Html reasons(JsonNode reasons, JsonNode examples) {
    List<Html> groups = new ArrayList<>();
    for (Disposition disposition :
        List.of(Disposition.REJECTED, Disposition.DEFERRED, Disposition.SKIPPED)) {
      BarList bars = new BarList();
      reasons.properties().stream()
          .filter(one -> disposition(one.getKey()) == disposition)
          .sorted(Comparator.comparingLong(one -> -one.getValue().asLong()))
          .forEach(one -> bars.add(reason(one, examples.path(one.getKey()))));
      if (!bars.isEmpty()) {
        groups.add(tag("h3", title(disposition)));
        groups.add(bars.whole());
      }
    }
    return Html.all(groups);
  }

  private static String title(Disposition disposition) {
    return switch (disposition) {
      case ACCEPTED -> "Accepted";
      case REJECTED -> "Rejected, as dead letters";
      case DEFERRED -> "Deferred, for a later run";
      case SKIPPED -> "Skipped, on purpose";
    };
  }

  /** A reason of a newer version than this is not taken for a harmless one. */
  private static Disposition disposition(String code) {
    return reason(code).map(Reason::disposition).orElse(Disposition.REJECTED);
  }

  private static Optional<Reason> reason(String code) {
    return Arrays.stream(Reason.values()).filter(reason -> reason.code().equals(code)).findFirst();
  }

  private static Bar reason(Map.Entry<String, JsonNode> one, JsonNode examples) {
    String meaning = reason(one.getKey()).map(Reason::meaning).orElse("");
    return new Bar(
        tag("span", Name.code(one.getKey()), tag("span", " " + meaning).ofClass("remark")),
        one.getValue().asLong(),
        Figures.count(one.getValue()),
        "",
        disposition(one.getKey()).code(),
        examples(examples));
  }

  private static Html examples(JsonNode examples) {
    if (examples.isEmpty()) {
      return Html.NOTHING;
    }
    List<Html> items = new ArrayList<>();
    for (JsonNode example : examples) {
      items.add(
          tag(
              "li",
              tag("div", tag("bdi", example.path("origin").asText()).ofClass("code")),
              example.has("detail")
                  ? tag("div", tag("bdi", example.path("detail").asText()))
                  : Html.NOTHING,
              example.has("row")
                  ? tag("pre", tag("bdi", example.path("row").asText()))
                  : Html.NOTHING));
    }
    String label = Figures.count(examples.size(), "example", "examples");
    return tag("details", tag("summary", label), tag("ul", items).ofClass("examples"));
  }

  /** What is worth knowing, and kept no row back. */
  static Html notes(JsonNode notes) {
    Table table = new Table("note", "about", "meaning", "#rows");
    for (Note note : Note.values()) {
      for (Map.Entry<String, JsonNode> noted : notes.path(note.code()).properties()) {
        Html about = noted.getKey().equals("events") ? Html.NOTHING : Name.code(noted.getKey());
        table.row(
            Name.code(note.code()),
            about,
            text(note.meaning()),
            Table.number(noted.getValue().asLong()));
      }
    }
    return table.firstOf(12, "notes");
  }

  /** The account of each file; of many files, folded. */
  static Html files(JsonNode files) {
    if (files.isEmpty()) {
      return Html.NOTHING;
    }
    Table table = new Table("file", "#size", "#rows", "#accepted", "not accepted");
    for (JsonNode file : files) {
      table.row(
          Name.code(file.path("file").asText()),
          text(file.has("bytes") ? Figures.bytes(file.path("bytes").asLong()) : ""),
          Table.number(file.path("rows_read").asLong()),
          Table.number(file.path("reasons").path(Reason.DELIVERED.code()).asLong()),
          text(notAccepted(file)));
    }
    if (files.size() <= FILES_SHOWN) {
      return table.whole();
    }
    String label = Figures.count(files.size(), "file", "files");
    return tag("details", tag("summary", label), table.whole());
  }

  private static String notAccepted(JsonNode file) {
    List<String> said = new ArrayList<>();
    file.path("skipped").properties().forEach(one -> said.add("left out: " + one.getKey()));
    for (Map.Entry<String, JsonNode> one : file.path("reasons").properties()) {
      if (!one.getKey().equals(Reason.DELIVERED.code())) {
        said.add(one.getKey() + " " + Figures.count(one.getValue()));
      }
    }
    return String.join(", ", said);
  }

  /** The options in force; files of ours hold no secret. */
  static Html settings(JsonNode settings) {
    if (settings.isEmpty()) {
      return Html.NOTHING;
    }
    Table table = new Table("option", "value");
    for (Map.Entry<String, JsonNode> one : settings.properties()) {
      table.row(Name.code(one.getKey()), Name.code(one.getValue().asText()));
    }
    return tag(
        "details",
        tag("summary", Figures.count(settings.size(), "option", "options")),
        table.whole());
  }

  /** Words and numbers, for a line: 200: 49, 429: 2. */
  static String listed(JsonNode counts) {
    return counts.properties().stream()
        .map(one -> one.getKey() + ": " + Figures.count(one.getValue()))
        .collect(Collectors.joining(", "));
  }
}
