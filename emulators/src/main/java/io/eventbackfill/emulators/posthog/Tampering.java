package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Changes what is stored behind the API's back, as a vendor's mishap or another importer would: to
 * see whether somebody notices. Each method touches every row that has the uuid.
 */
public final class Tampering {

  private final Core core;

  Tampering(Core core) {
    this.core = core;
  }

  /**
   * The event is gone.
   *
   * @throws IllegalArgumentException if no row has the uuid; so do the other methods
   */
  public void lose(UUID uuid) {
    replace(uuid, row -> List.of());
  }

  /** The event is there once more under another uuid, as importers leave it that draw uuids. */
  public void copy(UUID uuid) {
    replace(uuid, row -> List.of(row, copied(row)));
  }

  /**
   * A column or property of the event is another one.
   *
   * @param field {@code event}, {@code distinct_id}, {@code timestamp} or a property's name
   * @param value JSON null takes a property away
   */
  public void change(UUID uuid, String field, JsonNode value) {
    replace(uuid, row -> List.of(changed(row, field, value)));
  }

  private static StoredEvent copied(StoredEvent row) {
    StoredEvent.Key key = row.key();
    UUID other = Uuids.named("copy of " + key.uuid());
    return new StoredEvent(
        new StoredEvent.Key(key.project(), key.day(), key.event(), key.distinctId(), other),
        row.timestamp(),
        row.properties(),
        row.arrival());
  }

  private static StoredEvent changed(StoredEvent row, String field, JsonNode value) {
    StoredEvent.Key key = row.key();
    String event = field.equals("event") ? value.asText() : key.event();
    String distinctId = field.equals("distinct_id") ? value.asText() : key.distinctId();
    boolean moved = field.equals("timestamp");
    Instant timestamp = moved ? Instant.parse(value.asText()) : row.timestamp();
    LocalDate day = timestamp.atZone(ZoneOffset.UTC).toLocalDate();
    ObjectNode properties = row.properties().deepCopy();
    if (!List.of("event", "distinct_id", "timestamp").contains(field)) {
      if (value.isNull()) {
        properties.remove(field);
      } else {
        properties.set(field, value);
      }
    }
    return new StoredEvent(
        new StoredEvent.Key(key.project(), day, event, distinctId, key.uuid()),
        timestamp,
        properties,
        row.arrival());
  }

  private void replace(UUID uuid, Function<StoredEvent, List<StoredEvent>> replacing) {
    synchronized (core) {
      List<StoredEvent> rows = core.world().rows().rows();
      List<StoredEvent> replaced =
          rows.stream()
              .flatMap(
                  row ->
                      row.uuid().equals(uuid)
                          ? replacing.apply(row).stream()
                          : List.of(row).stream())
              .toList();
      if (replaced.equals(rows)) {
        throw new IllegalArgumentException("no stored event has the uuid " + uuid);
      }
      rows.clear();
      rows.addAll(replaced);
    }
  }
}
