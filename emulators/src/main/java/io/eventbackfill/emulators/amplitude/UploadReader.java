package io.eventbackfill.emulators.amplitude;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.Digests;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.ExactJson;
import io.eventbackfill.emulators.amplitude.Upload.ClientUploadTime;
import io.eventbackfill.emulators.amplitude.Upload.Envelope;
import io.eventbackfill.emulators.amplitude.Upload.Wire;
import io.eventbackfill.emulators.amplitude.UploadedEvent.Ids;
import io.eventbackfill.emulators.amplitude.UploadedEvent.Slice;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Turns bytes into an {@link Upload}. Needs no lock: it looks at the request alone. */
final class UploadReader {

  private static final String INVALID_JSON = "Invalid JSON request body";

  private final AmplitudeSettings settings;
  private final List<UploadedEvent> events = new ArrayList<>();
  private @Nullable String apiKey;
  private boolean hasEvents;
  private boolean eventsNotArray;
  private OptionalLong minIdLength = OptionalLong.empty();
  private @Nullable ClientUploadTime clientUploadTime;

  private UploadReader(AmplitudeSettings settings) {
    this.settings = settings;
  }

  static Upload read(EmulatorRequest request, AmplitudeSettings settings, long maxBytes) {
    boolean json =
        request
            .header("Content-Type")
            .map(type -> type.toLowerCase(Locale.ROOT).startsWith("application/json"))
            .orElse(false);
    byte[] sent = request.body();
    Wire wire = new Wire(request.path(), request.wireBytes(), Digests.sha256(sent), json);
    boolean packed =
        request.header("Content-Encoding").map(c -> c.equalsIgnoreCase("gzip")).orElse(false);
    if (packed && settings.gzip() == GzipMode.REJECT_415) {
      return Upload.unreadable(wire, sent, Replies.error(415, "Unsupported Media Type"));
    }
    if (request.wireBytes() > maxBytes) {
      return Upload.unreadable(wire, sent, Replies.tooLarge());
    }
    try {
      byte[] body = packed ? unpack(sent, maxBytes) : sent;
      return read(wire, body, settings, maxBytes);
    } catch (IOException e) {
      return Upload.unreadable(wire, sent, Replies.error(400, INVALID_JSON));
    }
  }

  private static byte[] unpack(byte[] packed, long maxBytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, maxBytes + 1));
    }
  }

  private static Upload read(Wire wire, byte[] body, AmplitudeSettings settings, long maxBytes) {
    if (body.length > maxBytes) {
      return Upload.unreadable(wire, body, Replies.tooLarge());
    }
    if (body.length == 0) {
      return Upload.unreadable(wire, body, Replies.error(400, "Missing request body"));
    }
    UploadReader reader = new UploadReader(settings);
    try (JsonParser parser = ExactJson.parser(body, 0, body.length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT || !reader.readEnvelope(parser)) {
        return Upload.unreadable(wire, body, Replies.error(400, INVALID_JSON));
      }
    } catch (JsonProcessingException e) {
      return Upload.unreadable(wire, body, Replies.error(400, INVALID_JSON));
    } catch (IOException e) {
      return Upload.unreadable(wire, body, Replies.error(400, INVALID_JSON));
    }
    return reader.result(wire, body);
  }

  private Upload result(Wire wire, byte[] body) {
    Envelope envelope = new Envelope(apiKey, hasEvents, minIdLength, clientUploadTime);
    if (apiKey != null && eventsNotArray) {
      return Upload.unreadable(wire, body, Replies.error(400, INVALID_JSON));
    }
    long shortest = minIdLength.orElse(settings.minIdLength());
    events.replaceAll(event -> event.withIds(cleaned(event.ids(), shortest)));
    return Upload.read(wire, body, envelope, List.copyOf(events));
  }

  private Ids cleaned(Ids ids, long shortest) {
    String user = ids.user();
    String device = ids.device();
    boolean userGood = user != null && length(user) >= shortest;
    boolean deviceGood = device != null && length(device) >= shortest;
    boolean drops = settings.shortIdMode() == ShortIdMode.DROP_ID;
    boolean empties = drops || settings.emptyIdMode() == EmptyIdMode.ABSENT;
    if (user != null && !userGood && deviceGood && (user.isEmpty() ? empties : drops)) {
      return Ids.of(null, device);
    }
    if (device != null && !deviceGood && userGood && (device.isEmpty() ? empties : drops)) {
      return Ids.of(user, null);
    }
    return ids;
  }

  static int length(String id) {
    return id.codePointCount(0, id.length());
  }

  /** Reads to the end of the text; false if something follows the object. */
  private boolean readEnvelope(JsonParser parser) throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      switch (name) {
        case "api_key" -> apiKey = text(ExactJson.read(parser));
        case "events" -> readEvents(parser, token);
        case "options" -> readOptions(ExactJson.read(parser));
        case "client_upload_time" -> readUploadTime(ExactJson.read(parser));
        default -> ExactJson.read(parser);
      }
    }
    return parser.nextToken() == null;
  }

  private void readEvents(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.START_ARRAY) {
      eventsNotArray = token != JsonToken.VALUE_NULL;
      hasEvents = eventsNotArray;
      parser.skipChildren();
      return;
    }
    hasEvents = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int start = (int) parser.currentTokenLocation().getByteOffset();
      JsonNode event = ExactJson.read(parser);
      int end = (int) parser.currentLocation().getByteOffset();
      if (start < 0) {
        throw new IOException("not UTF-8");
      }
      events.add(EventReader.read(event, new Slice(start, end)));
    }
  }

  private void readOptions(JsonNode options) {
    JsonNode length = options.path("min_id_length");
    if (length.isIntegralNumber() && length.canConvertToLong()) {
      minIdLength = OptionalLong.of(length.longValue());
    }
  }

  private void readUploadTime(JsonNode node) {
    if (!node.isNull()) {
      clientUploadTime = new ClientUploadTime(node.asText(), instant(node.asText()));
    }
  }

  private static @Nullable Instant instant(String text) {
    try {
      String iso = text.replace(' ', 'T');
      return Instant.parse(iso.endsWith("Z") ? iso : iso + "Z");
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable String text(JsonNode node) {
    return node.isValueNode() && !node.isNull() ? node.asText() : null;
  }
}
