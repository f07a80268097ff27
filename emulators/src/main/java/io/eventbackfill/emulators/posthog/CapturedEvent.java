package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as the capture service hands it to the consumer.
 *
 * @param distinctId empty if there is none
 * @param bytes length of its message: the event's JSON, escaped, in an envelope
 */
record CapturedEvent(
    Name name, String distinctId, ObjectNode properties, Timing timing, Marks marks, long bytes) {

  /** What it is called. */
  record Name(UUID uuid, String event) {}

  /**
   * What it says of its time.
   *
   * @param offset age at receipt, in milliseconds
   * @param corrected whether it may be moved by the sender's clock
   */
  record Timing(@Nullable String timestamp, @Nullable Long offset, boolean corrected) {}

  /**
   * What the capture service found.
   *
   * @param flaw why v1 drops it; empty if it does not
   * @param personless it is stored without touching persons
   */
  record Marks(String flaw, boolean personless) {

    static final Marks NONE = new Marks("", false);
  }

  UUID uuid() {
    return name.uuid();
  }

  String event() {
    return name.event();
  }
}
