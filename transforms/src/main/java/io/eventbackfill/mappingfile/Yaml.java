package io.eventbackfill.mappingfile;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A YAML document's content, with its places. Scalars are text; what they mean is said by whom. */
sealed interface Yaml {

  Place place();

  /** What kind of thing it is, for messages. */
  String kind();

  /** The content without its places and its style: equal for documents that mean the same. */
  String canonical();

  /**
   * Text.
   *
   * @param plain false if it was quoted or a block, and so can't be anything but text
   * @param inline true if it stands on one line, as it is
   */
  record Scalar(Place place, String text, boolean plain, boolean inline) implements Yaml {
    @Override
    public String kind() {
      return "'" + Suggestion.shortened(text) + "'";
    }

    /** Plain and quoted differ: {@code 1} is a number and {@code '1'} is not. */
    @Override
    public String canonical() {
      return (plain ? "p" : "q") + text.length() + ":" + text;
    }

    /** True for YAML's ways to write nothing. */
    boolean isEmpty() {
      return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }
  }

  /**
   * A value and where its key stands.
   *
   * @param keyPlace the key's place
   * @param value the value
   */
  record Entry(Place keyPlace, Yaml value) {}

  /** Entries by key, in the document's order. */
  record Entries(Place place, Map<String, Entry> byKey) implements Yaml {
    @Override
    public String kind() {
      return "a block of keys";
    }

    @Override
    public String canonical() {
      return byKey.entrySet().stream()
          .map(e -> e.getKey().length() + ":" + e.getKey() + e.getValue().value().canonical())
          .collect(Collectors.joining(",", "{", "}"));
    }
  }

  /** A list. */
  record Items(Place place, List<Yaml> items) implements Yaml {
    @Override
    public String kind() {
      return "a list";
    }

    @Override
    public String canonical() {
      return items.stream().map(Yaml::canonical).collect(Collectors.joining(",", "[", "]"));
    }
  }
}
