package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.Digests;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.FaultKey;
import io.eventbackfill.emulators.HttpAnswer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to the capture service, as far as it could be read.
 *
 * @param refusal the answer to a request that could not be read, or null
 */
record Submission(
    Wire wire, Envelope envelope, List<CapturedEvent> events, @Nullable HttpAnswer refusal) {

  /** The request without its meaning. */
  static final class Wire {

    private final String path;
    private final long bytes;
    private final String sha256;
    private final byte[] body;

    private Wire(String path, long bytes, String sha256, byte[] body) {
      this.path = path;
      this.bytes = bytes;
      this.sha256 = sha256;
      this.body = body;
    }

    static Wire of(EmulatorRequest request) {
      byte[] sent = request.body();
      return new Wire(request.path(), request.wireBytes(), Digests.sha256(sent), sent);
    }

    Wire unpacked(byte[] plain) {
      return new Wire(path, bytes, sha256, plain);
    }

    String path() {
      return path;
    }

    /** Length of the body as sent. */
    long bytes() {
      return bytes;
    }

    /** Of the body as sent. */
    String sha256() {
      return sha256;
    }

    /** Unpacked, as far as it could be. */
    byte[] body() {
      return body;
    }
  }

  /**
   * What stands beside the events.
   *
   * @param sentAt by the sender's clock; null leaves timestamps alone
   * @param attempt of v1; 0 of v0
   * @param beacon an answer without a body is asked for
   */
  record Envelope(
      String token, boolean historical, @Nullable Instant sentAt, int attempt, boolean beacon) {

    static final Envelope EMPTY = new Envelope("", false, null, 0, false);
  }

  static Submission refused(Wire wire, HttpAnswer refusal) {
    return new Submission(wire, Envelope.EMPTY, List.of(), refusal);
  }

  /** Whether an event is about this id; see {@link PostHogEmulator#faults}. */
  boolean contains(FaultKey kind, String id) {
    return events.stream()
        .anyMatch(
            event ->
                switch (kind) {
                  case DEVICE -> id.equals(device(event));
                  case USER -> id.equals(event.distinctId());
                  case INSERT ->
                      id.equals(event.uuid().toString())
                          || id.equals(event.properties().path("$insert_id").asText())
                          // The name that an Amplitude export's id is best kept under.
                          || id.equals(event.properties().path("$amplitude_insert_id").asText());
                });
  }

  private static String device(CapturedEvent event) {
    JsonNode device = event.properties().path("$device_id");
    return device.isTextual() ? device.textValue() : event.distinctId();
  }
}
