package io.eventbackfill.emulators;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** A parameter: its name, its value if nobody says otherwise, and its text form. */
public record Setting<T>(String name, T initial, Function<String, T> parser, String meaning) {

  /** A whole number that is not negative. */
  public static Setting<Long> number(String name, long initial, String meaning) {
    return new Setting<>(name, initial, Setting::parseNumber, meaning);
  }

  /** {@code true} or {@code false}. */
  public static Setting<Boolean> flag(String name, boolean initial, String meaning) {
    return new Setting<>(name, initial, Setting::parseFlag, meaning);
  }

  /** Names with commas between them; none at first. */
  public static Setting<Set<String>> names(String name, String meaning) {
    return new Setting<>(name, Set.of(), Setting::parseNames, meaning);
  }

  /** One of several behaviours. */
  public static <E extends Choice> Setting<E> choice(
      String name, E initial, E[] choices, String meaning) {
    return new Setting<>(name, initial, text -> Choice.of(choices, text), meaning);
  }

  /**
   * The value that a text stands for.
   *
   * @throws IllegalArgumentException saying what the text should be
   */
  public T parse(String text) {
    return parser.apply(text);
  }

  /** One line for {@code --help}. */
  public String help() {
    return "--" + name + "=" + format(initial) + "  " + meaning;
  }

  /** A value as the text that {@link #parse} reads. */
  public String format(Object value) {
    if (value instanceof Choice choice) {
      return choice.text();
    }
    if (value instanceof Set<?> names) {
      return String.join(",", names.stream().map(Object::toString).sorted().toList());
    }
    if (value instanceof Map<?, ?> keys) {
      return String.join(
          ",", keys.entrySet().stream().map(e -> e.getKey() + ":" + e.getValue()).toList());
    }
    return value.toString();
  }

  /** Reads {@code key:project,key:project}. */
  public static Map<String, Integer> parseKeys(String text) {
    Map<String, Integer> keys = new LinkedHashMap<>();
    for (String entry : parseNames(text)) {
      int colon = entry.lastIndexOf(':');
      if (colon <= 0) {
        throw new IllegalArgumentException("must look like key:project,key:project");
      }
      keys.put(entry.substring(0, colon), (int) parseNumber(entry.substring(colon + 1)));
    }
    return Map.copyOf(keys);
  }

  private static long parseNumber(String text) {
    try {
      long number = Long.parseLong(text);
      if (number < 0) {
        throw new IllegalArgumentException("must not be negative");
      }
      return number;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("must be a whole number", e);
    }
  }

  private static boolean parseFlag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false");
    };
  }

  /** Reads names with commas between them. */
  public static Set<String> parseNames(String text) {
    Set<String> names = new TreeSet<>();
    Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .forEach(names::add);
    return Set.copyOf(names);
  }
}
