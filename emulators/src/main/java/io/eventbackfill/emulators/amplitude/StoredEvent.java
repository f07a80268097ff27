package io.eventbackfill.emulators.amplitude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.ExactJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as the vendor keeps it. Holds its part of the request's bytes; trees are built when they
 * are asked for, with every number exactly as it was sent.
 */
public final class StoredEvent {

  /** Time between receipt and the upload time that rows and answers state (our choice). */
  static final Duration UPLOAD_LAG = Duration.ofMillis(5);

  private final StoredBatch batch;
  private final Text text;
  private final Origin origin;
  private final @Nullable JsonText snapshot;
  private final boolean again;
  private int copies = 1;

  /** Place in the body, and the ids as text. */
  record Text(
      UploadedEvent.Slice slice,
      @Nullable String insertId,
      @Nullable String userId,
      String deviceId,
      @Nullable Long time) {}

  /** What the server adds. */
  record Origin(UUID uuid, long amplitudeId, int eventId, boolean propertiesUpdated) {}

  /** Properties in force, and whether an older copy of the same event was stored. */
  record Extras(@Nullable JsonText snapshot, boolean again) {}

  StoredEvent(StoredBatch batch, Text text, Origin origin, Extras extras) {
    this.batch = batch;
    this.text = text;
    this.origin = origin;
    this.snapshot = extras.snapshot();
    this.again = extras.again();
  }

  /** The {@code insert_id} as sent. */
  public Optional<String> insertId() {
    return Optional.ofNullable(text.insertId());
  }

  /** The device id that counts: the one sent, or the one derived from the user id. */
  public String deviceId() {
    return text.deviceId();
  }

  public Optional<String> userId() {
    return Optional.ofNullable(text.userId());
  }

  /** {@code time} as sent, in milliseconds since the epoch. */
  public OptionalLong time() {
    Long time = text.time();
    return time == null ? OptionalLong.empty() : OptionalLong.of(time);
  }

  public String eventType() {
    return uploaded().path("event_type").asText();
  }

  public UUID uuid() {
    return origin.uuid();
  }

  public long amplitudeId() {
    return origin.amplitudeId();
  }

  public int project() {
    return batch.project();
  }

  /** When the request was received, by the emulator's clock. */
  public Instant receivedAt() {
    return batch.received();
  }

  /** What the answer to the upload and the exported row call {@code server_upload_time}. */
  public Instant uploadedAt() {
    return batch.received().plus(UPLOAD_LAG);
  }

  /** False if an older copy had been stored, longer ago than the deduplication reaches. */
  public boolean firstCopy() {
    return !again;
  }

  /** How often this event has arrived in accepted requests, this copy included. */
  public int copies() {
    return copies;
  }

  /** The event as sent. */
  public ObjectNode uploaded() {
    try {
      UploadedEvent.Slice slice = text.slice();
      return (ObjectNode) ExactJson.parse(batch.body(), slice.start(), slice.end());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The row of the Export API: all 55 keys, null where there is nothing. */
  public ObjectNode export() {
    return new ExportRow(this, batch, uploaded()).build();
  }

  /** A second copy of this event, of a request that came later. */
  StoredEvent again(Duration later) {
    Origin other =
        new Origin(
            UUID.nameUUIDFromBytes(origin.uuid().toString().getBytes(StandardCharsets.UTF_8)),
            origin.amplitudeId(),
            origin.eventId(),
            origin.propertiesUpdated());
    return new StoredEvent(batch.later(later), text, other, new Extras(snapshot, true));
  }

  /** This event, had it been sent with another content. */
  StoredEvent withContent(byte[] content) {
    JsonNode sent;
    try {
      sent = ExactJson.parse(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Text other =
        new Text(
            new UploadedEvent.Slice(0, content.length),
            sent.path("insert_id").asText(text.insertId()),
            sent.hasNonNull("user_id") ? sent.get("user_id").asText() : null,
            sent.path("device_id").asText(text.deviceId()),
            sent.hasNonNull("time") ? Long.valueOf(sent.get("time").asLong()) : null);
    return new StoredEvent(batch.withBody(content), other, origin, new Extras(snapshot, again));
  }

  Origin origin() {
    return origin;
  }

  /** The user's properties after this event, or null if only those sent count. */
  @Nullable JsonText snapshot() {
    return snapshot;
  }

  long receivedMillis() {
    return batch.received().toEpochMilli();
  }

  void countCopy() {
    copies++;
  }

  /** Whether another sending of this event says the same, whatever its spacing and key order. */
  boolean sameContent(Upload upload, UploadedEvent.Slice there) {
    UploadedEvent.Slice here = text.slice();
    boolean sameBytes =
        Arrays.equals(
            batch.body(), here.start(), here.end(), upload.body(), there.start(), there.end());
    if (sameBytes) {
      return true;
    }
    try {
      return ExactJson.parse(upload.body(), there.start(), there.end()).equals(uploaded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return uploaded().toString();
  }
}
