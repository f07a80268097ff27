package io.eventbackfill.emulators;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request as it came over the wire. Immutable as long as nobody writes to the body. */
public final class EmulatorRequest {

  private final Target target;
  private final Map<String, String> headers;
  private final byte[] body;
  private final long wireBytes;

  /**
   * What a request line says.
   *
   * @param query the raw text after the question mark, or empty
   */
  public record Target(String method, String path, String query) {

    static Target of(String method, String pathAndQuery) {
      int mark = pathAndQuery.indexOf('?');
      return mark < 0
          ? new Target(method, pathAndQuery, "")
          : new Target(method, pathAndQuery.substring(0, mark), pathAndQuery.substring(mark + 1));
    }
  }

  private EmulatorRequest(Target target, Map<String, String> headers, byte[] body, long wireBytes) {
    Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    this.target = target;
    this.headers = Collections.unmodifiableMap(copy);
    this.body = body;
    this.wireBytes = wireBytes;
  }

  /**
   * A request whose body may have been cut by the server because it was too long to keep.
   *
   * @param wireBytes length of the body as it was sent
   */
  public static EmulatorRequest received(
      Target target, Map<String, String> headers, byte[] body, long wireBytes) {
    return new EmulatorRequest(target, headers, body, wireBytes);
  }

  /** A POST with a JSON content type; {@code pathAndQuery} may hold a question mark. */
  public static EmulatorRequest post(String pathAndQuery, byte[] body) {
    return new EmulatorRequest(
        Target.of("POST", pathAndQuery),
        Map.of("Content-Type", "application/json"),
        body,
        body.length);
  }

  /** A GET; {@code pathAndQuery} may hold a question mark. */
  public static EmulatorRequest get(String pathAndQuery) {
    return new EmulatorRequest(Target.of("GET", pathAndQuery), Map.of(), new byte[0], 0);
  }

  public EmulatorRequest withHeader(String name, String value) {
    Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(headers);
    more.put(name, value);
    return new EmulatorRequest(target, more, body, wireBytes);
  }

  public String method() {
    return target.method();
  }

  public String path() {
    return target.path();
  }

  public String query() {
    return target.query();
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  public byte[] body() {
    return body;
  }

  public long wireBytes() {
    return wireBytes;
  }
}
