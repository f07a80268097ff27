package io.eventbackfill.destinations.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.delivery.Redactor;
import io.eventbackfill.delivery.Reply;
import io.eventbackfill.delivery.Verdict;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What Capture API v1 says of each event of a request, by its uuid. */
final class PostHogResults {
  /** Capture API v1 says {@code Retry-After: 1} where any event is to be sent again. */
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** How the codes of all quotas end, the one of a kind of events too. */
  private static final String OVER_QUOTA = "_over_quota";

  private static final Map<String, String> BLAMED =
      Map.of(
          "missing_event_name", "event",
          "event_name_too_long", "event",
          "missing_distinct_id", "distinct_id",
          "distinct_id_too_large", "distinct_id",
          "invalid_event_timestamp", "timestamp",
          "malformed_event_properties", "properties",
          "invalid_options", "options");

  private final URI uri;
  private final Redactor redactor;

  PostHogResults(URI uri, Redactor redactor) {
    this.uri = uri;
    this.redactor = redactor;
  }

  Reply explain(List<QueuedEvent> batch, PostHogAnswer answer) {
    Map<String, JsonNode> results = new HashMap<>();
    for (Map.Entry<String, JsonNode> result : answer.body().path("results").properties()) {
      results.put(result.getKey().toLowerCase(Locale.ROOT), result.getValue());
    }
    if (results.isEmpty()) {
      return Reply.all(
          batch.size(), Verdict.unknown(answer.said() + " (no readable confirmation)"));
    }
    List<Verdict> verdicts = new ArrayList<>(batch.size());
    for (QueuedEvent event : batch) {
      JsonNode result = results.get(PostHogRequests.uuid(event.body()));
      // Not told is not stored, as far as anybody knows; a copy has the same uuid.
      verdicts.add(
          result == null ? Verdict.hold(AGAIN, "the answer leaves its uuid out") : verdict(result));
    }
    return verdicts.stream()
        .filter(verdict -> verdict.detail().endsWith(OVER_QUOTA))
        .findFirst()
        .map(over -> stopped(batch.size(), over))
        .orElseGet(() -> Reply.of(verdicts));
  }

  /** The others were taken, and will be known again by their uuids when they are sent again. */
  private Reply stopped(int events, Verdict over) {
    return Reply.all(
        events, Verdict.stopJob("%s is over its quota: %s".formatted(uri, over.detail())));
  }

  private Verdict verdict(JsonNode result) {
    String code = redactor.redact(result.path("details").asText(""));
    String detail = code.length() > 100 ? code.substring(0, 100) + "…" : code;
    return switch (result.path("result").asText("")) {
      // A warning is of an event that is stored, without a person.
      case "ok", "warning" -> Verdict.accept();
      case "drop" -> dropped(detail);
      case "retry" -> Verdict.hold(AGAIN, ("to be sent again " + detail).strip());
      default -> Verdict.hold(AGAIN, ("a result without a meaning " + detail).strip());
    };
  }

  private static Verdict dropped(String code) {
    if (code.equals("event_too_big")) {
      return Verdict.reject(Reason.TOO_LARGE, "", code);
    }
    String field = BLAMED.get(code);
    return field == null
        ? Verdict.reject(Reason.REFUSED, "", code)
        : Verdict.reject(Reason.INVALID_FIELD, field, code);
  }
}
