package io.eventbackfill.destinations.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.eventbackfill.delivery.HttpReply.Answered;
import io.eventbackfill.delivery.Redactor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An answer of PostHog as it can be read.
 *
 * @param status the HTTP status
 * @param body missing where it is no JSON: v0 answers success in JSON and errors in plain text
 * @param said status and words, for messages; redacted and short
 */
record PostHogAnswer(int status, JsonNode body, String said) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Words from elsewhere end in dead letters; a page of HTML should not. */
  private static final int MAX_DETAIL = 300;

  static PostHogAnswer read(Answered answered, Redactor redactor) {
    JsonNode body = json(answered);
    return new PostHogAnswer(answered.status(), body, said(answered, body, redactor));
  }

  /** What an error of the v1 API is called; empty if it is another answer. */
  String error() {
    return body.path("error").asText("");
  }

  /** Whether a text stands in what was said, in any case. */
  boolean mentions(String text) {
    return said.toLowerCase(Locale.ROOT).contains(text);
  }

  private static JsonNode json(Answered answered) {
    try {
      JsonNode node = JSON.readTree(answered.body().array());
      return node == null ? MissingNode.getInstance() : node;
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static String said(Answered answered, JsonNode body, Redactor redactor) {
    List<String> words = new ArrayList<>();
    for (String field : List.of("error", "error_description", "detail")) {
      words.add(body.path(field).asText(""));
    }
    String text = String.join(" ", words).strip();
    if (text.isEmpty()) {
      text = answered.body().text();
    }
    // First redacted, then cut: half a key is a leak that no redactor finds any more.
    text = redactor.redact(text.replaceAll("\\s+", " ").strip());
    String cut = text.length() > MAX_DETAIL ? text.substring(0, MAX_DETAIL) + "…" : text;
    return ("HTTP " + answered.status() + " " + cut).strip();
  }
}
