package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.ExactJson;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * A row of the events table.
 *
 * @param key what makes two rows copies of one event
 * @param timestamp to the microsecond
 * @param properties as stored, with what ingestion adds; not to be changed
 */
public record StoredEvent(Key key, Instant timestamp, ObjectNode properties, Arrival arrival) {

  /**
   * The table's sorting key: of rows that agree in it, a merge leaves the one inserted last. The
   * day is that of the timestamp, in UTC.
   */
  public record Key(int project, LocalDate day, String event, String distinctId, UUID uuid) {}

  /**
   * How the row came in.
   *
   * @param insertedAt by the emulator's clock
   * @param request the number of the ingestion request
   * @param free it came as history and was old enough to count as such; else it is billed as live
   * @param person the person it belonged to when it was ingested; random for events without one
   */
  public record Arrival(Instant insertedAt, long request, boolean free, UUID person) {}

  static StoredEvent of(
      int project, CapturedEvent event, Instant timestamp, ObjectNode properties, Arrival arrival) {
    LocalDate day = timestamp.atZone(ZoneOffset.UTC).toLocalDate();
    Key key = new Key(project, day, event.event(), event.distinctId(), event.uuid());
    return new StoredEvent(key, timestamp, properties, arrival);
  }

  public UUID uuid() {
    return key.uuid();
  }

  public String event() {
    return key.event();
  }

  public String distinctId() {
    return key.distinctId();
  }

  /** The UTC day of the timestamp. */
  public LocalDate day() {
    return key.day();
  }

  public int project() {
    return key.project();
  }

  /** Whether it is billed as a live event. */
  public boolean billed() {
    return !arrival.free();
  }

  /** A property; missing if there is none. */
  public JsonNode property(String name) {
    return properties.path(name);
  }

  /** The row as JSON, with the names of the table's columns. */
  public ObjectNode json() {
    ObjectNode row = ExactJson.object();
    row.put("uuid", uuid().toString());
    row.put("event", event());
    row.put("distinct_id", distinctId());
    row.put("timestamp", timestamp.toString());
    row.set("properties", properties);
    row.put("inserted_at", arrival.insertedAt().toString());
    row.put("request", arrival.request());
    row.put("free", arrival.free());
    row.put("person_id", arrival.person().toString());
    return row;
  }
}
