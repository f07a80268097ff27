package io.eventbackfill.destinations.posthog;

import com.google.common.collect.ImmutableMap;
import io.eventbackfill.delivery.HttpRequestSpec;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.JsonObjectWriter;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * An old event that shows whether a project keeps old events: it may have a setting that drops them
 * after it has answered 200 ({@code drop_events_older_than}). Its uuid is that of its time, so that
 * a second one of the same time is the same one.
 *
 * @param time when it is said to have happened
 */
record PostHogCanary(Instant time) {
  private static final String NAME = "event_backfill_canary";
  private static final UUID CANARIES = UUID.fromString("b6c4a6f0-3a0e-5c39-8f0e-0d5a7f0c9e11");
  private static final int YEARS = 10;

  /**
   * A canary that is older than all that it stands for: of the year ten years before, so that those
   * of one year's runs are one.
   */
  static PostHogCanary before(Instant startedAt) {
    return new PostHogCanary(
        startedAt
            .atZone(ZoneOffset.UTC)
            .minusYears(YEARS)
            .withDayOfYear(1)
            .truncatedTo(ChronoUnit.DAYS)
            .toInstant());
  }

  /** As its time stands in a request. */
  String timestamp() {
    return PostHogTime.text(time.toEpochMilli());
  }

  /** The event, of nobody: it makes no person. */
  QueuedEvent event(PostHogForm form) {
    JsonObjectWriter json = new JsonObjectWriter();
    json.put("event", NAME);
    json.put("distinct_id", NAME);
    json.put("timestamp", timestamp());
    json.put("uuid", uuid());
    if (form == PostHogForm.V1) {
      json.put(
          "options",
          JsonValue.object(
              ImmutableMap.of(
                  "disable_skew_correction",
                  JsonValue.TRUE,
                  "process_person_profile",
                  JsonValue.FALSE)));
    }
    json.put(
        "properties",
        JsonValue.object(
            ImmutableMap.of(
                "$process_person_profile", JsonValue.FALSE, "$geoip_disable", JsonValue.TRUE)));
    return new QueuedEvent(
        uuid(),
        new EventTime(time.toEpochMilli() * 1000, null, 0),
        new Who(NAME, null, null),
        NAME,
        new Origin(NAME, null, 1L),
        Bytes.of(json.end()));
  }

  /** The question whether it is stored: a row if it is. */
  HttpRequestSpec query(PostHogQuerying querying) {
    return querying.query(
        "SELECT uuid FROM events WHERE uuid = '%s' AND event = '%s' LIMIT 1"
            .formatted(uuid(), NAME));
  }

  private String uuid() {
    return PostHogUuid.v5(CANARIES, timestamp()).toString();
  }
}
