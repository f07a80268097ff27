package io.eventbackfill.pipeline;

import java.util.List;

/** Everything that is wrong with a command line, at once. */
final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;

  ConfigurationException(List<String> problems) {
    super(
        "Configuration has %d problem%s:%n  %s"
            .formatted(
                problems.size(), problems.size() == 1 ? "" : "s", String.join("\n  ", problems)));
  }
}
