package io.eventbackfill.emulators;

import java.util.Arrays;
import java.util.stream.Collectors;

/** One of several behaviours, with the name it has in configuration. */
public interface Choice {

  /** The name in configuration. */
  String text();

  /** The constant of {@code choices} that is called {@code text}. */
  static <E extends Choice> E of(E[] choices, String text) {
    return Arrays.stream(choices)
        .filter(choice -> choice.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "is unknown ("
                        + Arrays.stream(choices).map(Choice::text).collect(Collectors.joining(", "))
                        + ")"));
  }
}
