package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.ExactJson;
import io.eventbackfill.emulators.HttpAnswer;
import io.eventbackfill.emulators.posthog.Submission.Envelope;
import io.eventbackfill.emulators.posthog.Submission.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * Reads a v1 request. Headers, JSON, types and uuids are judged for the request as a whole,
 * everything else for each event.
 */
final class V1Reader {

  private V1Reader() {}

  static Submission read(EmulatorRequest request, PostHogSettings settings) {
    Wire packed = Wire.of(request);
    var refusal = V1Headers.refusal(request);
    if (refusal.isPresent()) {
      return Submission.refused(packed, refusal.get());
    }
    if (request.wireBytes() > settings.v1MaxWireBytes()) {
      return Submission.refused(packed, V1Errors.of(413));
    }
    String encoding = request.header("Content-Encoding").orElse("").toLowerCase(Locale.ROOT);
    long most = settings.v1MaxUnpackedBytes();
    try {
      byte[] body =
          switch (encoding) {
            case "", "identity" -> within(request.body(), most);
            case "gzip" -> Bodies.gunzip(request.body(), most);
            case "deflate" -> Bodies.inflate(request.body(), most);
            // The service takes br and zstd, too; Java has neither.
            default -> null;
          };
      if (body == null) {
        return Submission.refused(packed, V1Errors.of(415, "unsupported_encoding"));
      }
      return read(packed.unpacked(body), body, V1Headers.of(request));
    } catch (Bodies.TooLarge e) {
      return Submission.refused(packed, V1Errors.of(413));
    } catch (IOException e) {
      return refused(packed, "request_decoding_error");
    }
  }

  private static byte[] within(byte[] body, long most) throws Bodies.TooLarge {
    if (body.length > most) {
      throw new Bodies.TooLarge();
    }
    return body;
  }

  private static Submission read(Wire wire, byte[] body, V1Headers headers) {
    JsonNode root;
    try {
      root = ExactJson.parse(body);
    } catch (IOException e) {
      return refused(wire, "request_parsing_error");
    }
    JsonNode batch = root.path("batch");
    JsonNode historical = root.path("historical_migration");
    boolean typed =
        batch.isArray()
            && root.path("created_at").isTextual()
            && (historical.isBoolean() || historical.isMissingNode());
    for (JsonNode event : batch) {
      typed &= V1Event.isTyped(event);
    }
    if (!typed) {
      return refused(wire, "request_parsing_error");
    }
    if (batch.isEmpty()) {
      return refused(wire, "empty_batch");
    }
    if (EventTime.strict(root.path("created_at").textValue()).isEmpty()) {
      return refused(wire, "invalid_batch");
    }
    Set<UUID> uuids = new HashSet<>();
    List<CapturedEvent> events = new ArrayList<>();
    for (JsonNode sent : batch) {
      var uuid = Uuids.parse(sent.path("uuid").textValue().strip());
      if (uuid.isEmpty()) {
        return refused(wire, "missing_event_uuid");
      }
      if (!uuids.add(uuid.get())) {
        return refused(wire, "duplicate_event_uuid");
      }
      events.add(new V1Event(sent, uuid.get()).captured(headers));
    }
    Envelope envelope =
        new Envelope(
            headers.token(), historical.booleanValue(), headers.sentAt(), headers.attempt(), false);
    return new Submission(wire, envelope, events, null);
  }

  private static Submission refused(Wire wire, String tag) {
    HttpAnswer answer = V1Errors.of(400, tag);
    return Submission.refused(wire, answer);
  }
}
