package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.ExactJson;
import io.eventbackfill.emulators.FormText;
import io.eventbackfill.emulators.HttpAnswer;
import io.eventbackfill.emulators.posthog.Submission.Envelope;
import io.eventbackfill.emulators.posthog.Submission.Wire;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a v0 body by trying shapes in turn: an array of events, a batch, a single event. One event
 * of a wrong type makes the shape fail, and the last shape's complaint is all that is said.
 * (Parsing trap)
 */
final class V0Reader {

  static final String NO_SHAPE_FITS =
      "failed to hydrate events from request: non-engage request missing event name attribute";

  private final Map<String, String> query;
  private final Instant now;

  private V0Reader(Map<String, String> query, Instant now) {
    this.query = query;
    this.now = now;
  }

  static Submission read(EmulatorRequest request, PostHogSettings settings, Instant now) {
    Wire packed = Wire.of(request);
    if (request.wireBytes() > settings.maxWireBytes()) {
      return Submission.refused(packed, HttpAnswer.text(413, "request body too large"));
    }
    Map<String, String> query = FormText.parse(request.query());
    byte[] body;
    try {
      body = unpack(request, query, settings.maxUnpackedBytes());
    } catch (Bodies.TooLarge e) {
      return Submission.refused(packed, HttpAnswer.text(413, "request body too large"));
    } catch (IOException e) {
      return refused(packed, "failed to decode request: invalid gzip data");
    }
    return new V0Reader(query, now).read(packed.unpacked(body), body);
  }

  /** Gzip is known by its first bytes, even where no header says so. */
  private static byte[] unpack(EmulatorRequest request, Map<String, String> query, long most)
      throws IOException {
    byte[] sent = request.body();
    String said = request.header("Content-Encoding").orElse("").toLowerCase(Locale.ROOT);
    boolean asked = query.getOrDefault("compression", "").startsWith("gzip");
    if (Bodies.looksGzipped(sent) || said.equals("gzip") || asked) {
      return Bodies.gunzip(sent, most);
    }
    if (sent.length > most) {
      throw new Bodies.TooLarge();
    }
    return sent;
  }

  private Submission read(Wire wire, byte[] body) {
    JsonNode root;
    try {
      root = ExactJson.parse(body);
    } catch (IOException e) {
      return refused(wire, "failed to parse request: invalid JSON");
    }
    if (LoneSurrogates.in(body)) {
      return refused(wire, "failed to parse request: lone surrogate in hex escape");
    }
    if (root.isArray()) {
      return typed(root).map(events -> array(wire, events)).orElseGet(() -> hydration(wire));
    }
    Optional<String> token = token(root);
    Optional<List<V0Event>> batch =
        token.isPresent() && isEnvelope(root) ? typed(root.path("batch")) : Optional.empty();
    if (batch.isPresent()) {
      return submission(wire, root, token.orElseThrow(), batch.get());
    }
    return V0Event.of(root)
        .map(event -> array(wire, List.of(event)))
        .orElseGet(() -> hydration(wire));
  }

  private static boolean isEnvelope(JsonNode root) {
    JsonNode historical = root.path("historical_migration");
    JsonNode sentAt = root.path("sent_at");
    return root.path("batch").isArray()
        && (historical.isBoolean() || historical.isNull() || historical.isMissingNode())
        && (sentAt.isTextual() || sentAt.isNull() || sentAt.isMissingNode());
  }

  private static Optional<String> token(JsonNode root) {
    JsonNode key = root.has("api_key") ? root.path("api_key") : root.path("token");
    return key.isTextual() ? Optional.of(key.textValue()) : Optional.empty();
  }

  /** The events, unless one of them has a wrong type. */
  private static Optional<List<V0Event>> typed(JsonNode elements) {
    List<V0Event> events = new ArrayList<>();
    for (JsonNode element : elements) {
      Optional<V0Event> event = V0Event.of(element);
      if (event.isEmpty()) {
        return Optional.empty();
      }
      events.add(event.get());
    }
    return Optional.of(events);
  }

  /** Events that bring their token along; they must agree about it. */
  private Submission array(Wire wire, List<V0Event> events) {
    Set<String> tokens = new HashSet<>();
    events.forEach(event -> event.token().ifPresent(tokens::add));
    if (events.isEmpty()) {
      return refused(wire, "request holds no event");
    }
    if (tokens.size() != 1) {
      String words =
          tokens.isEmpty()
              ? "event submitted without an api_key"
              : "batch submitted with inconsistent api_key values";
      return Submission.refused(wire, HttpAnswer.text(401, words));
    }
    return submission(wire, ExactJson.object(), tokens.iterator().next(), events);
  }

  private Submission submission(Wire wire, JsonNode root, String token, List<V0Event> events) {
    Optional<String> fault = Tokens.fault(token);
    if (fault.isPresent()) {
      String words = "API key is not valid: " + fault.get();
      return Submission.refused(wire, HttpAnswer.text(401, words));
    }
    if (events.isEmpty()) {
      return refused(wire, "request holds no event");
    }
    Set<String> others = new HashSet<>();
    events.forEach(event -> event.token().ifPresent(others::add));
    others.add(token);
    if (others.size() > 1) {
      String words = "batch submitted with inconsistent api_key values";
      return Submission.refused(wire, HttpAnswer.text(401, words));
    }
    List<CapturedEvent> captured = new ArrayList<>();
    for (V0Event event : events) {
      Optional<String> flaw = event.flaw();
      if (flaw.isPresent()) {
        return refused(wire, flaw.get());
      }
      if (!event.name().equals("$performance_event")) {
        captured.add(event.captured(token, now));
      }
    }
    boolean historical = root.path("historical_migration").booleanValue();
    boolean beacon = "1".equals(query.get("beacon"));
    Envelope envelope = new Envelope(token, historical, sentAt(root), 0, beacon);
    return new Submission(wire, envelope, captured, null);
  }

  private static @Nullable Instant sentAt(JsonNode root) {
    String text = root.path("sent_at").textValue();
    return text == null ? null : EventTime.strict(text).orElse(null);
  }

  private static Submission hydration(Wire wire) {
    return refused(wire, NO_SHAPE_FITS);
  }

  private static Submission refused(Wire wire, String words) {
    return Submission.refused(wire, HttpAnswer.text(400, words));
  }
}
