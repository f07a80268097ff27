package io.eventbackfill.delivery;

/** Sends bytes and brings back bytes. One call is one attempt: no retry, no redirect, no sleep. */
public interface HttpTransport extends AutoCloseable {

  /**
   * Sends the request once and waits for the whole answer, or for the transport's deadline.
   *
   * @throws InterruptedException if the thread was interrupted before or while waiting
   */
  HttpReply send(HttpRequestSpec request) throws InterruptedException;

  @Override
  void close();
}
