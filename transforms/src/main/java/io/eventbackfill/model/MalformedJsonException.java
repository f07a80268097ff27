package io.eventbackfill.model;

/**
 * Bytes that are not the JSON they should be. The message says what and where, and holds no data.
 */
public final class MalformedJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedJsonException(String message) {
    super(message);
  }
}
