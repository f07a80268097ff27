package io.eventbackfill.emulators.amplitude;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What the stored events of one request have in common. */
final class StoredBatch {

  /**
   * "User data lookup": event times are corrected by the client's clock error if that is a minute
   * or more and the request says when it was sent.
   */
  private static final Duration CORRECTED_FROM = Duration.ofSeconds(60);

  private final byte[] body;
  private final Instant received;
  private final String path;
  private final int project;
  private final Upload.@Nullable ClientUploadTime clientUploadTime;

  StoredBatch(Upload upload, int project, Instant received) {
    this.body = upload.body();
    // Real rows have whole milliseconds here, padded to microseconds.
    this.received = received.truncatedTo(ChronoUnit.MILLIS);
    this.path = upload.wire().path();
    this.project = project;
    this.clientUploadTime = upload.envelope().clientUploadTime();
  }

  private StoredBatch(StoredBatch like, byte[] body, Instant received) {
    this.body = body;
    this.received = received;
    this.path = like.path;
    this.project = like.project;
    this.clientUploadTime = like.clientUploadTime;
  }

  /** As if the request had had another body. */
  StoredBatch withBody(byte[] other) {
    return new StoredBatch(this, other, received);
  }

  /** As if the request had come later. */
  StoredBatch later(Duration by) {
    return new StoredBatch(this, body, received.plus(by));
  }

  byte[] body() {
    return body;
  }

  Instant received() {
    return received;
  }

  String path() {
    return path;
  }

  int project() {
    return project;
  }

  /** When the client says it sent the request; when it was received if it says nothing. */
  Instant clientUploadTime() {
    Instant claimed = clientUploadTime == null ? null : clientUploadTime.instant();
    return claimed == null ? received : claimed;
  }

  /** What is added to a client's event time to get the event's time. */
  Duration correction() {
    Duration error = Duration.between(clientUploadTime(), received);
    return error.abs().compareTo(CORRECTED_FROM) < 0 ? Duration.ZERO : error;
  }
}
