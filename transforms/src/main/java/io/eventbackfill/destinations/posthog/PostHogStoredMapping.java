package io.eventbackfill.destinations.posthog;

import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SkippedFile;
import io.eventbackfill.model.SourceRow;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rows of PostHog's events table, as its query API or a batch export gives them. Only those of one
 * load are taken; what this tool made of all events together is none of them.
 *
 * @param label what stands in each event of the load
 */
record PostHogStoredMapping(String label) implements Mapping {
  private static final long serialVersionUID = 1L;

  /** The property that holds the label. */
  static final String LABEL = "event_backfill_run";

  private static final String PROPERTIES = "properties";
  private static final Pattern ZONE = Pattern.compile(".*([Zz]|[+-]\\d\\d(:?\\d\\d)?)");

  @Override
  public String name() {
    return "posthog-stored";
  }

  @Override
  public Optional<SkippedFile> skips(String path) {
    return Optional.empty();
  }

  @Override
  public Optional<String> project(SourceRow row) {
    return Optional.empty();
  }

  @Override
  public Checked map(SourceRow row) {
    String uuid = row.field("uuid").text();
    String type = row.field("event").text();
    String distinctId = row.field("distinct_id").text();
    Instant time = time(row.field("timestamp").text());
    if (uuid == null || type == null || distinctId == null || time == null) {
      // Of a row that can't be told from any other nothing can be said; so the account must show
      // it.
      String lacking =
          uuid == null
              ? "uuid"
              : type == null ? "event" : distinctId == null ? "distinct_id" : "timestamp";
      return new Refused(Reason.INVALID_ROW, lacking, "the row is none of PostHog's events");
    }
    if (!label.equals(labelOf(row)) || PostHogQueries.GENERATED.contains(type)) {
      return Refused.because(Reason.FILTERED);
    }
    EventTime at = new EventTime(micros(time), null, 0);
    Event event =
        new Event(
            uuid.toLowerCase(Locale.ROOT), type, at, new Who(null, distinctId, null), Map.of());
    return new Kept(event, List.of());
  }

  /** A batch export has it among the properties, which are an object, or the text of one. */
  private static @Nullable String labelOf(SourceRow row) {
    if (!row.field(PROPERTIES).isNull()) {
      return member(row.field(PROPERTIES)).text();
    }
    return row.field(LABEL).text();
  }

  private static JsonValue member(JsonValue properties) {
    JsonValue object = properties;
    String text = properties.text();
    if (text != null) {
      JsonValue parsed = JsonValue.parseText(text);
      object = parsed == null ? JsonValue.NULL : parsed;
    }
    return object.kind() == Kind.OBJECT
        ? object.members().getOrDefault(LABEL, JsonValue.NULL)
        : JsonValue.NULL;
  }

  /** In ISO 8601, or as ClickHouse writes it: with a blank, and in UTC where it names no zone. */
  private static @Nullable Instant time(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String iso = text.strip().replace(' ', 'T');
    try {
      return OffsetDateTime.parse(ZONE.matcher(iso).matches() ? iso : iso + "Z").toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static long micros(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
  }
}
