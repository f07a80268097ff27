package io.eventbackfill.delivery;

/** Sends bytes and brings back bytes. One call is one attempt: no retry, no redirect, no sleep. */
public interface HttpTransport extends AutoCloseable {

  /**
   * Sends the request once and waits for the whole answer, or for the transport's deadline.
   *
   * @throws InterruptedException if the thread was interrupted before the call, or while it waited
   *     for a connection: nothing was sent then; an answer that is being waited for comes, or times
   *     out, first
   */
  HttpReply send(HttpRequestSpec request) throws InterruptedException;

  @Override
  void close();
}
