package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.ExactJson;
import io.eventbackfill.emulators.HttpAnswer;
import java.util.Map;
import java.util.Set;

/** The error bodies of Capture v1: a tag, a sentence and a link. */
final class V1Errors {

  private static final Map<Integer, String> TAGS =
      Map.of(
          400, "request_parsing_error",
          401, "invalid_api_token",
          408, "request_timeout",
          413, "payload_too_large",
          415, "unsupported_content_type",
          429, "rate_limited",
          500, "internal_error",
          503, "service_unavailable",
          504, "gateway_timeout");

  // The service says so for the billing limit, too, although a retry a second later is no use.
  private static final Set<Integer> WITH_RETRY_AFTER = Set.of(429, 500, 503);

  private V1Errors() {}

  static HttpAnswer of(int status) {
    return of(status, TAGS.getOrDefault(status, "error"));
  }

  static HttpAnswer of(int status, String tag) {
    ObjectNode body = ExactJson.object();
    body.put("error", tag);
    body.put("error_description", tag.replace('_', ' '));
    body.put("error_uri", "https://posthog.com/docs/api");
    HttpAnswer answer = HttpAnswer.json(status, body);
    return WITH_RETRY_AFTER.contains(status) ? answer.withHeader("Retry-After", "1") : answer;
  }
}
