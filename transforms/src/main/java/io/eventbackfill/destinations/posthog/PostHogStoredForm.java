package io.eventbackfill.destinations.posthog;

import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.JsonObjectWriter;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.verification.StoredForm;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What PostHog makes of events it stores: nothing, of what is compared. An event is stored by its
 * uuid, name, distinct id and day (events table, sorting key); its properties are not read back,
 * for ingestion adds to them.
 *
 * @param label what stands in each event of the load
 */
record PostHogStoredForm(String label) implements StoredForm {
  private static final long serialVersionUID = 1L;

  private static final String UUID = "uuid";
  private static final String DISTINCT_ID = "distinct_id";
  private static final String COPY = "stored_copy";

  /** The uuid is what is compared by; the others are told to the API, or not read back. */
  private static final Set<String> NOT_CONTENT =
      Set.of(UUID, "properties", "options", "session_id", "window_id");

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Override
  public Mapping mapping() {
    return new PostHogStoredMapping(label);
  }

  @Override
  public Optional<Bytes> body(Event stored) {
    long micros = stored.time().micros();
    String time = time(micros);
    JsonObjectWriter json = new JsonObjectWriter();
    json.put("event", stored.type());
    json.put(DISTINCT_ID, String.valueOf(stored.who().user()));
    json.put("timestamp", time);
    json.put(UUID, stored.identity());
    json.put(COPY, time + " " + stored.type());
    return Optional.of(Bytes.of(json.end()));
  }

  /** As it is sent; with more digits where it was stored with more. */
  private static String time(long micros) {
    Instant time =
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    return micros % 1_000 == 0 ? MILLIS.format(time) : time.toString();
  }

  @Override
  public Optional<String> identity() {
    return Optional.of(UUID);
  }

  @Override
  public boolean tellsUploadTime() {
    return false;
  }

  /** Of the copies of one event a merge leaves the one that was inserted last (events table). */
  @Override
  public boolean keepsFirst() {
    return false;
  }

  @Override
  public String type() {
    return "event";
  }

  @Override
  public String device() {
    return DISTINCT_ID;
  }

  @Override
  public String user() {
    return DISTINCT_ID;
  }

  @Override
  public String copy() {
    return COPY;
  }

  @Override
  public Set<String> notContent() {
    return NOT_CONTENT;
  }

  @Override
  public int longestString() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Set<String> lists() {
    return Set.of();
  }

  @Override
  public boolean keeps(String field, JsonValue value) {
    return true;
  }

  @Override
  public boolean mayAdd(String field, Set<String> sent) {
    return false;
  }

  @Override
  public boolean mayRemove(String field) {
    return false;
  }
}
