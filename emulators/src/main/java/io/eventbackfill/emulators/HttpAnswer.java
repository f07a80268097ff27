package io.eventbackfill.emulators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

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

  /** A complete answer in JSON. */
  public static HttpAnswer json(int status, JsonNode body) {
    return of(status, "application/json", ExactJson.write(body));
  }

  /** A complete answer in plain text. */
  public static HttpAnswer text(int status, String text) {
    return of(status, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }

  /** A page such as load balancers send, with the status and a title. */
  public static HttpAnswer page(int status, String title) {
    String told = status + " " + title;
    String page =
        "<html><head><title>" + told + "</title></head><body><h1>" + told + "</h1></body></html>";
    return of(status, "text/html", page.getBytes(StandardCharsets.UTF_8));
  }

  /** A complete answer in JSON lines. */
  public static HttpAnswer lines(Stream<ObjectNode> rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    rows.forEach(
        row -> {
          bytes.writeBytes(ExactJson.write(row));
          bytes.write('\n');
        });
    return of(200, "application/x-ndjson", bytes.toByteArray());
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
