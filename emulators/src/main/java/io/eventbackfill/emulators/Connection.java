package io.eventbackfill.emulators;

/** What becomes of the connection that carries an answer. */
public enum Connection {
  /** The whole answer arrives. */
  COMPLETE,
  /** The connection is closed before a single byte of the answer. */
  DROPPED,
  /** Status, headers and the first part of the body arrive, then the connection is closed. */
  TRUNCATED
}
