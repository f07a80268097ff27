package io.eventbackfill.steps;

import io.eventbackfill.delivery.HttpTransport;

/**
 * Closes a worker's transport when nobody uses it any more. When a job fails, the Direct Runner
 * tears down the steps of all its threads, those at work as well: a request whose connection is
 * closed under it may be stored, and nobody would know. Thread-safe.
 */
final class Lifetime implements AutoCloseable {
  private final HttpTransport transport;
  private boolean inUse;
  private boolean closed;

  Lifetime(HttpTransport transport) {
    this.transport = transport;
  }

  synchronized void use() {
    inUse = true;
  }

  /** It is not in use any more, if it was. */
  synchronized void rest() {
    inUse = false;
    if (closed) {
      transport.close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (!inUse) {
      transport.close();
    }
  }
}
