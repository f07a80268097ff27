package io.eventbackfill.emulators;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an emulator remembers of a request. */
public final class LoggedRequest {

  private final long number;
  private final Arrival arrival;
  private final Result result;
  private final String sha256;
  private final byte @Nullable [] body;

  /**
   * How it came in.
   *
   * @param events number of events found in it, 0 if it could not be read
   * @param wireBytes length of the body as sent, before decompression
   */
  public record Arrival(Instant instant, String path, int events, long wireBytes) {}

  /**
   * How it went out.
   *
   * @param status the HTTP status, also of an answer that was cut off; 0 if the connection was
   *     dropped before anything was processed
   * @param stored number of events it added to the store
   * @param error the {@code error} text of the answer, or empty
   */
  public record Result(int status, Connection connection, int stored, String error) {}

  public LoggedRequest(
      long number, Arrival arrival, Result result, String sha256, byte @Nullable [] body) {
    this.number = number;
    this.arrival = arrival;
    this.result = result;
    this.sha256 = sha256;
    this.body = body;
  }

  /** 1 for the first ingestion request after a start or reset. */
  public long number() {
    return number;
  }

  /** When it was processed, by the emulator's clock. */
  public Instant instant() {
    return arrival.instant();
  }

  public String path() {
    return arrival.path();
  }

  public int eventCount() {
    return arrival.events();
  }

  public long wireBytes() {
    return arrival.wireBytes();
  }

  public int status() {
    return result.status();
  }

  public Connection connection() {
    return result.connection();
  }

  public int storedCount() {
    return result.stored();
  }

  public String error() {
    return result.error();
  }

  /** Lower-case hex of the body as sent, so that two sendings can be compared byte by byte. */
  public String sha256() {
    return sha256;
  }

  /** The decompressed body as text; empty if the emulator was told not to keep bodies. */
  public Optional<String> bodyText() {
    return Optional.ofNullable(body).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "#" + number + " " + arrival + " -> " + result;
  }
}
