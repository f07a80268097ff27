package io.eventbackfill.mappingfile;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A block whose keys are a closed set. */
final class Block {
  private final Yaml.Entries entries;
  private final Problems problems;

  /** Reports every key that is none of {@code known}. */
  Block(Yaml.Entries entries, Collection<String> known, Problems problems) {
    this.entries = entries;
    this.problems = problems;
    entries
        .byKey()
        .forEach(
            (key, entry) -> {
              if (!known.contains(key)) {
                String suggestion = Suggestion.of(key, known);
                problems.add(
                    entry.keyPlace(),
                    "unknown key '%s'%s"
                        .formatted(
                            Suggestion.shortened(key),
                            suggestion.isEmpty()
                                ? " (" + String.join(", ", known) + ")"
                                : suggestion));
              }
            });
  }

  Place place() {
    return entries.place();
  }

  /** Where a key stands; the block's place if it does not. */
  Place place(String key) {
    Yaml.Entry entry = entries.byKey().get(key);
    return entry == null ? entries.place() : entry.keyPlace();
  }

  boolean has(String key) {
    return entries.byKey().containsKey(key);
  }

  @Nullable Yaml get(String key) {
    Yaml.Entry entry = entries.byKey().get(key);
    return entry == null ? null : entry.value();
  }

  /** A key's text; null if there is none, with a problem if it is something else. */
  Yaml.@Nullable Scalar text(String key, String meaning) {
    Yaml value = get(key);
    if (value instanceof Yaml.Scalar scalar && !scalar.isEmpty()) {
      return scalar;
    }
    if (value != null) {
      problems.add(value.place(), "%s must be %s, not %s".formatted(key, meaning, value.kind()));
    }
    return null;
  }

  /** A key's yes or no; no if there is none. */
  boolean flag(String key) {
    Yaml.Scalar text = text(key, "true or false");
    if (text == null || (text.plain() && text.text().equals("false"))) {
      return false;
    }
    if (!text.plain() || !text.text().equals("true")) {
      problems.add(text.place(), key + " must be true or false, not " + text.kind());
    }
    return true;
  }

  /** The entries of one block, and those of another where it has none. */
  static Yaml.Entries merged(Yaml.Entries first, Yaml.Entries second) {
    Map<String, Yaml.Entry> all = new LinkedHashMap<>(first.byKey());
    second.byKey().forEach(all::putIfAbsent);
    return new Yaml.Entries(first.place(), all);
  }
}
