package io.eventbackfill.benchmarks.throughput;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rules of {@code amplitude-export} for rows that are as they should be, as one would write
 * them by hand for speed: one pass of a streaming parser, values copied as slices. It knows none of
 * the project's code; a test holds both to the same bytes. Used by one thread.
 */
final class ReferenceMapping {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** Attributes in the order they are sent in, each with the export's name for it. */
  private static final List<String[]> SENT =
      List.of(
          pair("event_properties", "event_properties"),
          pair("user_properties", "user_properties"),
          pair("groups", "groups"),
          pair("session_id", "session_id"),
          pair("version_name", "app_version"),
          pair("platform", "platform"),
          pair("os_name", "os_name"),
          pair("os_version", "os_version"),
          pair("device_brand", "device_brand"),
          pair("device_manufacturer", "device_manufacturer"),
          pair("device_model", "device_model"),
          pair("device_carrier", "carrier"),
          pair("country", "country"),
          pair("region", "region"),
          pair("city", "city"),
          pair("dma", "dma"),
          pair("language", "language"),
          pair("location_lat", "location_lat"),
          pair("location_lng", "location_lng"),
          pair("ip_address", "ip"),
          pair("idfa", "idfa"),
          pair("adid", "adid"),
          pair("plan", "plan"));

  private static final int INSERT_ID = SENT.size();
  private static final int EVENT_TYPE = INSERT_ID + 1;
  private static final int EVENT_TIME = INSERT_ID + 2;
  private static final int DEVICE_ID = INSERT_ID + 3;
  private static final int USER_ID = INSERT_ID + 4;
  private static final int EVENT_ID = INSERT_ID + 5;
  private static final int SLOTS = INSERT_ID + 6;

  private static final Map<String, Integer> SLOT_OF = slots();
  private static final byte[][] KEYS =
      SENT.stream().map(sent -> utf8(",\"" + sent[1] + "\":")).toArray(byte[][]::new);

  private final int[] from = new int[SLOTS];
  private final int[] to = new int[SLOTS];
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1500);

  /** An event to be sent, and what it is sorted by. */
  static final class Mapped {
    private final String device;
    private final long millis;
    private final long eventId;
    private final byte[] body;

    Mapped(String device, long millis, long eventId, byte[] body) {
      this.device = device;
      this.millis = millis;
      this.eventId = eventId;
      this.body = body;
    }

    String device() {
      return device;
    }

    long millis() {
      return millis;
    }

    long eventId() {
      return eventId;
    }

    byte[] body() {
      return body;
    }
  }

  private static String[] pair(String name, String attribute) {
    return new String[] {name, attribute};
  }

  private static Map<String, Integer> slots() {
    Map<String, Integer> slots = new HashMap<>();
    for (int i = 0; i < SENT.size(); i++) {
      slots.put(SENT.get(i)[0], i);
    }
    slots.put("$insert_id", INSERT_ID);
    slots.put("event_type", EVENT_TYPE);
    slots.put("event_time", EVENT_TIME);
    slots.put("device_id", DEVICE_ID);
    slots.put("user_id", USER_ID);
    slots.put("event_id", EVENT_ID);
    return slots;
  }

  /** Maps the row that these bytes hold. */
  Mapped map(byte[] row, int start, int length) throws IOException {
    find(row, start, length);
    String time = text(row, EVENT_TIME);
    long millis = millis(time);
    out.reset();
    write("{\"insert_id\":");
    writeSlot(row, INSERT_ID);
    write(",\"event_type\":");
    writeSlot(row, EVENT_TYPE);
    write(",\"time\":" + millis);
    writeIfThere(row, ",\"device_id\":", DEVICE_ID);
    writeIfThere(row, ",\"user_id\":", USER_ID);
    writeIfThere(row, ",\"event_id\":", EVENT_ID);
    for (int slot = 0; slot < INSERT_ID; slot++) {
      if (to[slot] > 0 && !(to[slot] - from[slot] == 2 && row[from[slot]] == '{')) {
        out.writeBytes(KEYS[slot]);
        writeSlot(row, slot);
      }
    }
    write(",\"$skip_user_properties_sync\":true}");
    String device = text(row, to[DEVICE_ID] > 0 ? DEVICE_ID : USER_ID);
    long eventId = to[EVENT_ID] > 0 ? Long.parseLong(text(row, EVENT_ID)) : -1;
    return new Mapped(device, millis, eventId, out.toByteArray());
  }

  private void find(byte[] row, int start, int length) throws IOException {
    for (int i = 0; i < SLOTS; i++) {
      to[i] = 0;
    }
    try (JsonParser parser = FACTORY.createParser(row, start, length)) {
      parser.nextToken();
      String name;
      while ((name = parser.nextFieldName()) != null) {
        JsonToken token = Objects.requireNonNull(parser.nextToken());
        @Nullable Integer slot = SLOT_OF.get(name);
        int begins = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        if (slot != null && token != JsonToken.VALUE_NULL) {
          parser.finishToken();
          from[slot] = start + begins;
          to[slot] = start + (int) parser.currentLocation().getByteOffset();
        }
      }
    }
  }

  private String text(byte[] row, int slot) {
    boolean quoted = row[from[slot]] == '"';
    int off = quoted ? 1 : 0;
    return new String(
        row, from[slot] + off, to[slot] - from[slot] - 2 * off, StandardCharsets.UTF_8);
  }

  private static long millis(String time) {
    LocalDate day = LocalDate.of(number(time, 0, 4), number(time, 5, 7), number(time, 8, 10));
    long seconds =
        day.toEpochDay() * 86_400
            + number(time, 11, 13) * 3600L
            + number(time, 14, 16) * 60L
            + number(time, 17, 19);
    return seconds * 1000 + number(time, 20, 23);
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  private void writeIfThere(byte[] row, String key, int slot) {
    if (to[slot] > 0) {
      write(key);
      writeSlot(row, slot);
    }
  }

  private void writeSlot(byte[] row, int slot) {
    out.write(row, from[slot], to[slot] - from[slot]);
  }

  private void write(String ascii) {
    out.writeBytes(utf8(ascii));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
