package io.eventbackfill.destinations.posthog;

import io.eventbackfill.model.JsonValue;
import java.io.Serializable;

/**
 * What all events of a load have in common: the only handle by which they can be found or deleted.
 * It is what a user says and not made anew by each start, so that an event that is sent again has
 * the same bytes.
 *
 * @param importLabel what the user calls the load
 * @param source the vendor it comes from, in lower case, such as amplitude
 */
record PostHogLabels(String importLabel, String source) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The property that holds the label. */
  static final String RUN = "event_backfill_run";

  static final String HISTORICAL = "historical_migration";
  static final String SOURCE = "analytics_source";

  /**
   * In place of an address that is not known: where there is none, or null, the server fills in the
   * sender's (sanitizeEvent), and all events would come from where the workers are.
   */
  static final String NO_ADDRESS = "0.0.0.0";

  /** The name of a property that is the source's, and that PostHog has no name for. */
  String named(String name) {
    return "$" + source + "_" + name;
  }

  /** Writes the labels, and that the server is not to look up places by address. */
  void writeTo(PostHogPropertyWriter properties) {
    // What it would find is where an address is today, and it would be set on the person, too.
    properties.put("$geoip_disable", JsonValue.TRUE);
    properties.put(HISTORICAL, JsonValue.TRUE);
    properties.put(SOURCE, source);
    properties.put(RUN, importLabel);
  }
}
