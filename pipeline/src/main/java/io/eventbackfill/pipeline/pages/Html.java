package io.eventbackfill.pipeline.pages;

import java.util.Arrays;
import java.util.List;

/**
 * A piece of a page: HTML, or SVG within it. Text and attributes are escaped as they are written,
 * and there is no piece that takes markup, so that nothing that comes from data becomes any.
 */
sealed interface Html permits Html.Text, Html.Pieces, Tag, Stylesheet {
  /** No text, no tags. */
  Html NOTHING = new Pieces(List.of());

  /** Appends it as it stands in the file. */
  void writeTo(StringBuilder out);

  /** Text, whatever it holds. */
  static Html text(String text) {
    return new Text(text);
  }

  /** An element with text in it. */
  static Tag tag(String name, String text) {
    return tag(name, text(text));
  }

  /** An element with others in it. */
  static Tag tag(String name, Html... inside) {
    return Tag.of(name, Arrays.asList(inside));
  }

  /** An element with others in it. */
  static Tag tag(String name, List<? extends Html> inside) {
    return Tag.of(name, inside);
  }

  /** One after the other. */
  static Html all(Html... pieces) {
    return new Pieces(Arrays.asList(pieces));
  }

  /** One after the other. */
  static Html all(List<? extends Html> pieces) {
    return new Pieces(pieces);
  }

  /**
   * Text.
   *
   * @param text anything
   */
  record Text(String text) implements Html {
    @Override
    public void writeTo(StringBuilder out) {
      Escaped.append(text, out);
    }
  }

  /**
   * Several pieces in a row.
   *
   * @param pieces in their order
   */
  record Pieces(List<? extends Html> pieces) implements Html {
    public Pieces {
      pieces = List.copyOf(pieces);
    }

    @Override
    public void writeTo(StringBuilder out) {
      pieces.forEach(piece -> piece.writeTo(out));
    }
  }
}
