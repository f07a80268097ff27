package io.eventbackfill.destinations.posthog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.eventbackfill.delivery.HttpRequestSpec;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Requests of the Capture API, in both its versions. Pure: the same events always make the same
 * request, so there is no {@code sent_at}, by which the server would move their times.
 *
 * @param token the project's
 * @param base where the API is; ends in a slash
 * @param startedAt stands in for the time of every request where the API wants one. That of the
 *     events does not depend on it: each says that its time is not to be corrected
 */
record PostHogRequests(Secret token, URI base, Instant startedAt) implements Serializable {
  private static final long serialVersionUID = 1L;

  static final String AGENT = "event-backfill";

  /**
   * Capture API v1: name and version, which become {@code $lib} and {@code $lib_version} of each
   * event.
   */
  private static final String SDK_INFO = AGENT + "/0.1.0";

  /** Key, options and brackets of an empty request; tokens have 64 characters at the most. */
  static final int ENVELOPE_BYTES = 256;

  private static final JsonFactory JSON = new JsonFactory();

  private static final UUID REQUESTS = UUID.fromString("5b2f9f60-6f0c-5d0e-9d36-2c6a0c1f4c1b");

  /** Where requests go. */
  URI uri(PostHogForm form) {
    return base.resolve(form == PostHogForm.V1 ? "i/v1/analytics/events" : "batch/");
  }

  /**
   * A request.
   *
   * @param events rendered in this form
   * @param historical whether all of them are history
   */
  HttpRequestSpec batch(PostHogForm form, List<Bytes> events, boolean historical) {
    int size = events.stream().mapToInt(event -> event.length() + 1).sum();
    ByteArrayOutputStream body = new ByteArrayOutputStream(size + ENVELOPE_BYTES);
    if (form == PostHogForm.V1) {
      write(body, "{\"created_at\":\"" + startedAt + "\"");
    } else {
      write(body, "{\"api_key\":");
      JsonValue.of(token.reveal()).writeTo(body);
    }
    write(body, ",\"historical_migration\":" + historical + ",\"batch\":[");
    String separator = "";
    for (Bytes event : events) {
      write(body, separator);
      event.writeTo(body);
      separator = ",";
    }
    write(body, "]}");
    return new HttpRequestSpec(uri(form), headers(form, events), Bytes.of(body.toByteArray()));
  }

  private Map<String, String> headers(PostHogForm form, List<Bytes> events) {
    Map<String, String> headers =
        new TreeMap<>(
            Map.of(
                "Content-Type", "application/json",
                "Accept", "application/json",
                "User-Agent", AGENT));
    if (form == PostHogForm.V1) {
      headers.put("Authorization", "Bearer " + token.reveal());
      headers.put("PostHog-Sdk-Info", SDK_INFO);
      // The API wants it raised on each retry; but a retry of ours is the same request, bytes and
      // headers, and nothing that the API documents depends on the number.
      headers.put("PostHog-Attempt", "1");
      headers.put("PostHog-Request-Id", requestId(events));
      headers.put("PostHog-Request-Timestamp", startedAt.toString());
    }
    return headers;
  }

  private static String requestId(List<Bytes> events) {
    String uuids = events.stream().map(PostHogRequests::uuid).collect(Collectors.joining(" "));
    return PostHogUuid.v5(REQUESTS, uuids).toString();
  }

  /** The uuid of a rendered event, in lower case; empty if it has none. */
  static String uuid(Bytes event) {
    try (JsonParser json = JSON.createParser(event.array())) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          boolean found = json.currentName().equals("uuid");
          if (json.nextToken() == JsonToken.VALUE_STRING && found) {
            return json.getText().toLowerCase(Locale.ROOT);
          }
          json.skipChildren();
        }
      }
      return "";
    } catch (IOException e) {
      throw new IllegalArgumentException("a rendered event is a JSON object", e);
    }
  }

  private static void write(ByteArrayOutputStream out, String ascii) {
    out.writeBytes(ascii.getBytes(StandardCharsets.UTF_8));
  }
}
