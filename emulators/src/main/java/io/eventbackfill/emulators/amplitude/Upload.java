package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.FaultKey;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A request to an upload endpoint, as far as it could be read. */
final class Upload {

  private final Envelope envelope;
  private final List<UploadedEvent> events;
  private final byte[] body;
  private final Wire wire;
  private final @Nullable Reply unreadable;

  /** The request without its body. */
  record Wire(String path, long bytes, String sha256, boolean json) {}

  /**
   * What stands beside the events.
   *
   * @param hasEvents there is an {@code events} key with something in it
   * @param minIdLength {@code options.min_id_length}
   * @param clientUploadTime as sent
   */
  record Envelope(
      @Nullable String apiKey,
      boolean hasEvents,
      OptionalLong minIdLength,
      @Nullable ClientUploadTime clientUploadTime) {

    static final Envelope EMPTY = new Envelope(null, false, OptionalLong.empty(), null);
  }

  /**
   * The undocumented {@code client_upload_time}.
   *
   * @param instant null if the text is not a time
   */
  record ClientUploadTime(String text, @Nullable Instant instant) {}

  private Upload(
      Envelope envelope,
      List<UploadedEvent> events,
      byte[] body,
      Wire wire,
      @Nullable Reply unreadable) {
    this.envelope = envelope;
    this.events = events;
    this.body = body;
    this.wire = wire;
    this.unreadable = unreadable;
  }

  static Upload read(Wire wire, byte[] body, Envelope envelope, List<UploadedEvent> events) {
    return new Upload(envelope, events, body, wire, null);
  }

  static Upload unreadable(Wire wire, byte[] body, Reply reply) {
    return new Upload(Envelope.EMPTY, List.of(), body, wire, reply);
  }

  Envelope envelope() {
    return envelope;
  }

  List<UploadedEvent> events() {
    return events;
  }

  /** Unpacked. */
  byte[] body() {
    return body;
  }

  Wire wire() {
    return wire;
  }

  /** The answer to a request that is not even JSON, or null. */
  @Nullable Reply unreadable() {
    return unreadable;
  }

  boolean contains(FaultKey kind, String id) {
    return events.stream()
        .anyMatch(
            event ->
                switch (kind) {
                  case DEVICE -> event.ids().key().equals(id);
                  case USER -> id.equals(event.ids().user());
                  case INSERT -> id.equals(event.labels().insertId());
                });
  }
}
