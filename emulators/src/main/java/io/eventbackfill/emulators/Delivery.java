package io.eventbackfill.emulators;

import java.time.Duration;

/**
 * How an answer travels.
 *
 * @param delay time between the end of the processing and the first byte of the answer
 * @param drip time over which the body is spread; zero sends it at once
 */
public record Delivery(Connection connection, Duration delay, Duration drip) {

  /** At once and whole. */
  public static final Delivery PROMPT =
      new Delivery(Connection.COMPLETE, Duration.ZERO, Duration.ZERO);

  public Delivery withConnection(Connection connection) {
    return new Delivery(connection, delay, drip);
  }

  public Delivery withDelay(Duration delay) {
    return new Delivery(connection, delay, drip);
  }

  public Delivery withDrip(Duration drip) {
    return new Delivery(connection, delay, drip);
  }
}
