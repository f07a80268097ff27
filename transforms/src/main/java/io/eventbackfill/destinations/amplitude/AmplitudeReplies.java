package io.eventbackfill.destinations.amplitude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.eventbackfill.delivery.HttpReply;
import io.eventbackfill.delivery.HttpReply.Answered;
import io.eventbackfill.delivery.HttpReply.Failed;
import io.eventbackfill.delivery.Probed;
import io.eventbackfill.delivery.Probed.Finding;
import io.eventbackfill.delivery.Redactor;
import io.eventbackfill.delivery.Reply;
import io.eventbackfill.delivery.Reply.Pressure;
import io.eventbackfill.delivery.Reply.Receipt;
import io.eventbackfill.delivery.Verdict;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Amplitude's answers mean, by the Batch Event Upload and HTTP V2 API pages and by answers
 * seen in the open: index maps may name every offender, only the first, or be missing.
 */
final class AmplitudeReplies {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Ingestion debugger page: pause for 60 seconds where the project as a whole is throttled. */
  private static final Duration THROTTLED_PROJECT = Duration.ofSeconds(60);

  /** Words from elsewhere end in dead letters; a page of HTML should not. */
  private static final int MAX_DETAIL = 300;

  /** 400s that say that the request, not an event, is wrong. */
  private static final List<String> REQUEST_FAULTS =
      List.of("Invalid request path", "Missing request body", "Invalid JSON request body");

  private static final String UNKNOWN_KEY = "Invalid API key";

  private final URI uri;
  private final Redactor redactor;

  AmplitudeReplies(URI uri, Redactor redactor) {
    this.uri = uri;
    this.redactor = redactor;
  }

  Reply explain(List<QueuedEvent> batch, HttpReply reply) {
    int events = batch.size();
    if (reply instanceof Failed failed) {
      return Reply.all(events, Verdict.unknown(failed.kind() + ": " + failed.detail()));
    }
    Answered answered = (Answered) reply;
    JsonNode body = json(answered);
    Integer inner = code(body);
    int code = worse(answered.status(), inner);
    String said = said(answered, body);
    if (code >= 200 && code < 300) {
      return answered.status() == 200 && inner != null && inner == 200
          ? Reply.accepted(events, receipt(body))
          : Reply.all(events, Verdict.unknown(said + " (no readable confirmation)"));
    }
    return switch (code) {
      case 400 -> badRequest(batch, body, said);
      case 403 -> Reply.all(events, Verdict.split(Reason.FORBIDDEN, said));
      case 413 -> Reply.all(events, Verdict.split(Reason.TOO_LARGE, said));
      case 429 -> throttled(batch, body, said);
      case 408 -> Reply.all(events, Verdict.unknown(said));
      default ->
          code >= 500 && code < 600
              ? Reply.all(events, Verdict.unknown(said))
              : Reply.all(events, Verdict.stopJob("unexpected answer from " + uri + ": " + said));
    };
  }

  /**
   * What the answer to a request without events tells. The pages do not speak of such a request:
   * that it is taken where the key is good, and that the key is looked at before the events, is
   * concluded from how other answers are made. So any other refusal leaves the key in doubt.
   */
  Probed explainProbe(HttpReply reply) {
    if (reply instanceof Failed failed) {
      return new Probed(
          Finding.NO_ANSWER,
          "%s does not answer: %s: %s"
              .formatted(uri, failed.kind(), redactor.redact(failed.detail())));
    }
    Answered answered = (Answered) reply;
    JsonNode body = json(answered);
    Integer inner = code(body);
    int code = worse(answered.status(), inner);
    String said = said(answered, body);
    if (answered.status() == 200 && inner != null && inner == 200) {
      return new Probed(
          Finding.GOOD,
          "%s took a request without events under this key; nothing was stored".formatted(uri));
    }
    if (code == 400 && error(body).startsWith(UNKNOWN_KEY)) {
      return new Probed(
          Finding.UNKNOWN_KEY, "%s does not know this API key: %s".formatted(uri, said));
    }
    return code >= 400 && code < 500 && code != 408
        ? new Probed(
            Finding.REFUSED, "%s answers, but not whether the key is good: %s".formatted(uri, said))
        : new Probed(Finding.NO_ANSWER, "%s does not answer usefully: %s".formatted(uri, said));
  }

  private static String error(JsonNode body) {
    return body.path("error").asText("");
  }

  private Reply badRequest(List<QueuedEvent> batch, JsonNode body, String said) {
    int events = batch.size();
    String error = error(body);
    if (error.startsWith(UNKNOWN_KEY)) {
      return Reply.all(
          events,
          Verdict.stopJob(
              "%s does not know this API key; keys are valid in one region only: %s"
                  .formatted(uri, said)));
    }
    boolean blamesRequest = !body.path("missing_field").asText("").isEmpty();
    if (blamesRequest || REQUEST_FAULTS.stream().anyMatch(error::startsWith)) {
      return Reply.all(events, Verdict.stopJob(uri + " refuses the request itself: " + said));
    }
    List<@Nullable Verdict> verdicts = new ArrayList<>(Collections.nCopies(events, null));
    blameByIndex(body, said, verdicts);
    blameSilenced(batch, body, said, verdicts);
    Pressure pressure = AmplitudePressure.read(batch, body).blame(batch, said, verdicts);
    boolean nobodyToBlame = verdicts.stream().allMatch(v -> v == null);
    return nobodyToBlame
        ? Reply.all(events, Verdict.split(Reason.REFUSED, said))
        : restAgain(verdicts).with(pressure);
  }

  private static Reply throttled(List<QueuedEvent> batch, JsonNode body, String said) {
    List<@Nullable Verdict> verdicts = new ArrayList<>(Collections.nCopies(batch.size(), null));
    Pressure pressure = AmplitudePressure.read(batch, body).blame(batch, said, verdicts);
    boolean nobodyToBlame = verdicts.stream().allMatch(v -> v == null);
    return nobodyToBlame
        ? Reply.all(batch.size(), Verdict.pause(THROTTLED_PROJECT, said))
        : restAgain(verdicts).with(pressure);
  }

  /** Maps from a field's name to indexes: {@code {"events_with_invalid_fields":{"time":[3,4]}}}. */
  private static void blameByIndex(JsonNode body, String said, List<@Nullable Verdict> verdicts) {
    for (Map.Entry<String, JsonNode> map : body.properties()) {
      if (!map.getKey().startsWith("events_with_")) {
        continue;
      }
      Reason reason =
          map.getKey().equals("events_with_invalid_id_lengths")
              ? Reason.INVALID_ID_LENGTH
              : Reason.INVALID_FIELD;
      for (Map.Entry<String, JsonNode> field : map.getValue().properties()) {
        for (int index : indexes(field.getValue(), verdicts.size())) {
          verdicts.set(index, Verdict.reject(reason, field.getKey(), said));
        }
      }
    }
  }

  private static void blameSilenced(
      List<QueuedEvent> batch, JsonNode body, String said, List<@Nullable Verdict> verdicts) {
    Set<String> devices = ids(body.path("silenced_devices"));
    Set<Integer> indexes = indexes(body.path("silenced_events"), batch.size());
    for (int i = 0; i < batch.size(); i++) {
      String device = batch.get(i).who().device();
      if (indexes.contains(i) || (device != null && devices.contains(device))) {
        verdicts.set(i, Verdict.reject(Reason.SILENCED, "device_id", said));
      }
    }
  }

  private static Reply restAgain(List<@Nullable Verdict> verdicts) {
    return Reply.of(verdicts.stream().map(v -> v == null ? Verdict.resend() : v).toList());
  }

  /** The keys of a map, or the texts of an array; a number, as one page has it, names nobody. */
  static Set<String> ids(JsonNode node) {
    Set<String> ids = new HashSet<>();
    node.fieldNames().forEachRemaining(ids::add);
    if (node.isArray()) {
      node.forEach(id -> ids.add(id.asText()));
    }
    return ids;
  }

  static Set<Integer> indexes(JsonNode node, int events) {
    Set<Integer> indexes = new HashSet<>();
    for (JsonNode index : node) {
      if (index.isIntegralNumber()
          && index.canConvertToInt()
          && index.asInt() >= 0
          && index.asInt() < events) {
        indexes.add(index.asInt());
      }
    }
    return indexes;
  }

  private static Receipt receipt(JsonNode body) {
    return new Receipt(
        number(body.path("server_upload_time")), number(body.path("events_ingested")));
  }

  private static OptionalLong number(JsonNode node) {
    return node.canConvertToLong() && node.isIntegralNumber()
        ? OptionalLong.of(node.asLong())
        : OptionalLong.empty();
  }

  private static JsonNode json(Answered answered) {
    try {
      JsonNode node = JSON.readTree(answered.body().array());
      return node == null ? MissingNode.getInstance() : node;
    } catch (IOException e) {
      // Load balancers answer in HTML or not at all; the status still says something.
      return MissingNode.getInstance();
    }
  }

  /**
   * The body's own code, a number or, as seen with 413, a string. What is no HTTP status is not
   * Amplitude's: gateways number their errors in their own way.
   */
  private static @Nullable Integer code(JsonNode body) {
    JsonNode code = body.path("code");
    if (!code.isTextual() && !(code.isIntegralNumber() && code.canConvertToInt())) {
      return null;
    }
    int number = code.asInt(-1);
    return number >= 100 && number < 600 ? Integer.valueOf(number) : null;
  }

  /** Status and code normally agree; where they do not, the one that promises less counts. */
  private static int worse(int status, @Nullable Integer code) {
    return code == null ? status : Math.max(status, code);
  }

  private String said(Answered answered, JsonNode body) {
    String words = error(body);
    if (words.isEmpty() && !body.isObject()) {
      words = answered.body().text().replaceAll("\\s+", " ").strip();
    }
    // First redacted, then cut: half a key is a leak that no redactor finds any more.
    words = redactor.redact(words);
    String cut = words.length() > MAX_DETAIL ? words.substring(0, MAX_DETAIL) + "…" : words;
    return ("HTTP " + answered.status() + " " + cut).strip();
  }
}
