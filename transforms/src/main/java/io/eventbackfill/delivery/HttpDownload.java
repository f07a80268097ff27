package io.eventbackfill.delivery;

import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;

/** Fetches what may be larger than memory. One call is one attempt: no retry, no redirect. */
public interface HttpDownload extends HttpTransport {

  /**
   * Asks once and waits for the whole answer, or for the transport's deadline.
   *
   * @param headers all headers; they may hold keys, and are never logged
   * @param to takes the body of a 200, and then stands for it in the reply, whose body is empty; of
   *     an answer that breaks off it has a part. The body of any other answer is in the reply
   * @throws InterruptedException as {@link HttpTransport#send}
   * @throws UncheckedIOException if the body can't be written
   */
  HttpReply get(URI uri, Map<String, String> headers, OutputStream to) throws InterruptedException;
}
