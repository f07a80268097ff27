package io.eventbackfill.delivery;

import io.eventbackfill.model.Bytes;
import java.net.URI;
import java.util.Map;
import java.util.TreeSet;

/**
 * A POST request, ready to be sent any number of times with the same bytes.
 *
 * @param uri where to
 * @param headers all headers but the length; a vendor may want a key in one of them
 * @param body the body; never to be logged, since vendors want keys inside it
 */
public record HttpRequestSpec(URI uri, Map<String, String> headers, Bytes body) {

  /** Where to, and how much of what; neither body nor headers, for both may hold a key. */
  @Override
  public String toString() {
    return "POST " + uri + " with " + new TreeSet<>(headers.keySet()) + " and " + body;
  }
}
