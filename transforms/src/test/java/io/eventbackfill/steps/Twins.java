package io.eventbackfill.steps;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The same events as Amplitude exports them and as warehouses unload them: what differs is how they
 * are written, and nothing else.
 */
final class Twins {
  private static final DateTimeFormatter EXPORTED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
  private static final long BEGIN = Instant.parse("2024-03-01T00:00:00Z").getEpochSecond();
  private static final String[] WORDS = {
    "plain", "über", "日本", "a,b", "q\"uote", "line\nbreak", "😀", ""
  };

  private final List<Row> rows;

  private Twins(List<Row> rows) {
    this.rows = rows;
  }

  /** Events by seeded chance. */
  static Twins of(int events, long seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      rows.add(row(i, seed, random));
    }
    return new Twins(rows);
  }

  /** One event. */
  record Row(
      String uuid,
      String type,
      long micros,
      String device,
      @Nullable String user,
      long session,
      @Nullable Integer eventId,
      @Nullable Double latitude,
      @Nullable String country,
      String properties,
      Product product,
      String userProperties,
      String groups) {}

  /** What the properties say, for formats that have types for it. */
  record Product(long number, BigDecimal price, String name, List<@Nullable Integer> sizes) {
    String json() {
      StringWriter text = new StringWriter();
      try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
        json.writeStartObject();
        json.writeNumberField("number", number);
        json.writeNumberField("price", price);
        json.writeStringField("name", name);
        json.writeArrayFieldStart("sizes");
        for (Integer size : sizes) {
          if (size == null) {
            json.writeNull();
          } else {
            json.writeNumber(size);
          }
        }
        json.writeEndArray();
        json.writeEndObject();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return text.toString();
    }
  }

  private static Row row(int i, long seed, Random random) {
    Product product =
        new Product(
            9_007_199_254_740_993L + i,
            BigDecimal.valueOf(random.nextInt(100_000), 2),
            WORDS[random.nextInt(WORDS.length)] + i,
            random.nextBoolean() ? List.of(1, 2) : new ArrayList<>(List.of(i)));
    boolean known = random.nextInt(3) > 0;
    return new Row(
        "uuid-%d-%06d".formatted(seed, i),
        random.nextInt(4) == 0 ? "Order, Placed" : "Page Viewed",
        BEGIN * 1_000_000 + i * 1_000_000L + random.nextInt(1000) * 1000L,
        "device-%04d".formatted(random.nextInt(500)),
        known ? "user-" + random.nextInt(200) : null,
        known ? BEGIN * 1000 + i : -1,
        random.nextInt(5) == 0 ? null : i,
        random.nextInt(5) == 0 ? null : (random.nextInt(180_000_000) - 90_000_000) / 1e6,
        random.nextInt(5) == 0 ? null : "Österreich",
        product.json(),
        product,
        "{\"plan\":\"free\",\"age\":" + random.nextInt(90) + "}",
        random.nextInt(3) == 0 ? "{\"org\":[\"acme\",\"b\\\"c\"]}" : "{}");
  }

  /** JSON lines, as Amplitude exports them. */
  byte[] exported() {
    return rows.stream()
        .map(Twins::exported)
        .collect(Collectors.joining("\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String exported(Row row) {
    return ("{\"uuid\":\"%s\",\"event_type\":\"%s\",\"event_time\":\"%s\",\"device_id\":\"%s\","
            + "\"user_id\":%s,\"session_id\":%d,\"event_id\":%s,\"location_lat\":%s,"
            + "\"location_lng\":%s,\"country\":%s,\"event_properties\":%s,\"user_properties\":%s,"
            + "\"groups\":%s,\"app\":187520}")
        .formatted(
            row.uuid,
            row.type,
            EXPORTED.format(instant(row)),
            row.device,
            quoted(row.user),
            row.session,
            row.eventId,
            row.latitude,
            row.latitude,
            quoted(row.country),
            row.properties,
            row.userProperties,
            row.groups);
  }

  private static @Nullable String quoted(@Nullable String text) {
    return text == null ? null : '"' + text + '"';
  }

  private static Instant instant(Row row) {
    return Instant.ofEpochSecond(row.micros / 1_000_000, row.micros % 1_000_000 * 1000);
  }

  /** CSV with a header, null as nothing. */
  byte[] csv() {
    StringBuilder csv =
        new StringBuilder(
            "uuid,event_type,event_time,device_id,user_id,session_id,event_id,location_lat,"
                + "location_lng,country,event_properties,user_properties,groups,app\r\n");
    for (Row row : rows) {
      Object[] fields = {
        row.uuid,
        row.type,
        EXPORTED.format(instant(row)),
        row.device,
        row.user,
        row.session,
        row.eventId,
        row.latitude,
        row.latitude,
        row.country,
        row.properties,
        row.userProperties,
        row.groups,
        187520
      };
      for (int i = 0; i < fields.length; i++) {
        csv.append(i == 0 ? "" : ",").append(fields[i] == null ? "" : csvField(fields[i]));
      }
      csv.append("\r\n");
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String csvField(Object field) {
    return '"' + field.toString().replace("\"", "\"\"") + '"';
  }

  List<Row> rows() {
    return rows;
  }
}
