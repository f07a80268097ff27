package io.eventbackfill.delivery;

import java.util.Map;

/**
 * What a run has sent, as its report says it.
 *
 * @param first when its first event was received, by the vendor's clock, as in ISO 8601; empty
 *     where that is unknown
 * @param last when its last event was
 * @param settings the options that were in force, by name, free of secrets
 */
public record Load(String first, String last, Map<String, String> settings) {

  /** Copies. */
  public Load {
    settings = Map.copyOf(settings);
  }

  /** The value of an option; empty if it had none. */
  public String setting(String option) {
    return settings.getOrDefault(option, "");
  }
}
