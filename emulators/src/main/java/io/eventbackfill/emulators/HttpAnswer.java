package io.eventbackfill.emulators;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer as a client would see it, with what happens to its connection as data, so that a
 * transport without sockets can reproduce it. Immutable as long as nobody writes to the body.
 */
public final class HttpAnswer {

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final Delivery delivery;

  private HttpAnswer(int status, Map<String, String> headers, byte[] body, Delivery delivery) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.delivery = delivery;
  }

  /** A complete answer with one header, the content type. */
  public static HttpAnswer of(int status, String contentType, byte[] body) {
    return new HttpAnswer(status, noHeaders(), body, Delivery.PROMPT)
        .withHeader("Content-Type", contentType);
  }

  private static Map<String, String> noHeaders() {
    return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  }

  public int status() {
    return status;
  }

  /** Header names are looked up without regard to case. */
  public Map<String, String> headers() {
    return Collections.unmodifiableMap(headers);
  }

  /**
   * The body as the server meant it. For {@link Connection#TRUNCATED} this is what the
   * Content-Length announces; only {@link #received()} arrives.
   */
  public byte[] body() {
    return body;
  }

  /** The part of the body that reaches the client. */
  public byte[] received() {
    return switch (delivery.connection()) {
      case COMPLETE -> body;
      case TRUNCATED -> Arrays.copyOf(body, body.length / 2);
      case DROPPED -> new byte[0];
    };
  }

  /** The received body as text. */
  public String text() {
    return new String(received(), StandardCharsets.UTF_8);
  }

  public Connection connection() {
    return delivery.connection();
  }

  public Delivery delivery() {
    return delivery;
  }

  public HttpAnswer withHeader(String name, String value) {
    Map<String, String> more = noHeaders();
    more.putAll(headers);
    more.put(name, value);
    return new HttpAnswer(status, more, body, delivery);
  }

  public HttpAnswer withBody(byte[] body) {
    return new HttpAnswer(status, headers, body, delivery);
  }

  public HttpAnswer withDelivery(Delivery delivery) {
    return new HttpAnswer(status, headers, body, delivery);
  }

  @Override
  public String toString() {
    return status + " " + delivery + " " + text();
  }
}
