package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.ExactJson;
import io.eventbackfill.emulators.posthog.PersonStore.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happens to events after the answer: persons, groups, silent drops, rows. Runs under the lock
 * that guards the {@link World}. A uuid is never unsound here, for both endpoints refuse such
 * requests.
 */
final class Consumer {

  /** Younger events count as live, whatever their request says. (historical_migration) */
  private static final Duration HISTORY_FROM = Duration.ofDays(2);

  private static final String GROUP_IDENTIFY = "$groupidentify";
  private static final Set<String> ABOUT_PERSONS =
      Set.of("$identify", "$create_alias", "$merge_dangerously", GROUP_IDENTIFY);

  private static final String SENDERS_ADDRESS = "127.0.0.1";

  private final PostHogSettings settings;
  private final World world;
  private final Batch batch;

  /**
   * What the events of a request have in common.
   *
   * @param historical as the request says
   * @param sentAt by the sender's clock; null leaves timestamps alone
   */
  record Batch(
      String token, boolean historical, @Nullable Instant sentAt, long request, Instant now) {}

  Consumer(PostHogSettings settings, World world, Batch batch) {
    this.settings = settings;
    this.world = world;
    this.batch = batch;
  }

  void take(CapturedEvent event) {
    Integer project = settings.validTokens().get(batch.token().strip());
    Instant timestamp = EventTime.stored(event.timing(), batch.sentAt(), batch.now());
    Optional<String> reason =
        project == null ? Optional.of("unknown_team") : refusal(event, timestamp);
    if (project == null || reason.isPresent()) {
      world.drop(event, reason.orElseThrow());
      return;
    }
    ObjectNode properties = event.properties().deepCopy();
    if (!properties.has("$ip")) {
      properties.put("$ip", SENDERS_ADDRESS);
    }
    CapturedEvent own =
        new CapturedEvent(
            event.name(),
            event.distinctId(),
            properties,
            event.timing(),
            event.marks(),
            event.bytes());
    ingest(own, timestamp, project);
  }

  private Optional<String> refusal(CapturedEvent event, Instant timestamp) {
    long oldest = settings.dropOlderThanSeconds();
    if (oldest > 0 && timestamp.isBefore(batch.now().minusSeconds(oldest))) {
      return refused(event, "event_dropped_too_old", Map.of("timestamp", timestamp.toString()));
    }
    if (isFalse(event.properties().path("$process_person_profile"))
        && ABOUT_PERSONS.contains(event.event())) {
      return refused(event, "invalid_event_when_process_person_profile_is_false", Map.of());
    }
    String key = event.properties().path("$group_key").asText();
    if (event.event().equals(GROUP_IDENTIFY) && key.length() > GroupStore.LONGEST_KEY) {
      return refused(event, "group_key_too_long", Map.of("length", Integer.toString(key.length())));
    }
    return Optional.empty();
  }

  private Optional<String> refused(CapturedEvent event, String type, Map<String, String> details) {
    world.warnings().add(new IngestionWarning(type, event.uuid(), details));
    return Optional.of(type);
  }

  private static boolean isFalse(JsonNode value) {
    return value.isBoolean() && !value.booleanValue();
  }

  private void ingest(CapturedEvent event, Instant timestamp, int project) {
    ObjectNode properties = event.properties();
    World.ProjectState state = world.project(project);
    boolean personless =
        event.marks().personless() || isFalse(properties.path("$process_person_profile"));
    UUID person;
    int personBytes = 0;
    if (personless) {
      properties.remove(Set.of("$set", "$set_once", "$unset"));
      Profile known = state.persons().find(event.distinctId());
      person = known == null ? state.persons().idWithoutPerson(event.distinctId()) : known.id();
    } else {
      Profile profile = process(event, timestamp, state.persons());
      person = profile.id();
      personBytes = ExactJson.write(profile.properties()).length;
      state.groups().resolve(properties);
      if (event.event().equals(GROUP_IDENTIFY)) {
        state.groups().identify(properties);
      }
    }
    if (ExactJson.write(properties).length + personBytes > settings.maxEnrichedBytes()) {
      world.drop(event, "message_size_too_large");
      refused(event, "message_size_too_large", Map.of());
      return;
    }
    boolean old = !timestamp.plus(HISTORY_FROM).isAfter(batch.now());
    StoredEvent.Arrival arrival =
        new StoredEvent.Arrival(batch.now(), batch.request(), batch.historical() && old, person);
    world.rows().insert(StoredEvent.of(project, event, timestamp, properties, arrival));
  }

  private Profile process(CapturedEvent event, Instant timestamp, PersonStore persons) {
    PersonProperties.lift(event.properties());
    merge(event, timestamp, persons);
    Profile profile = persons.findOrCreate(event.distinctId(), timestamp);
    PersonUpdate.apply(event, profile.properties());
    return profile;
  }

  /** The other id is merged into the event's own; the direction is easily mistaken. */
  private void merge(CapturedEvent event, Instant timestamp, PersonStore persons) {
    JsonNode other =
        switch (event.event()) {
          case "$identify" -> event.properties().path("$anon_distinct_id");
          case "$create_alias", "$merge_dangerously" -> event.properties().path("alias");
          default -> ExactJson.object().path("");
        };
    String otherId = other.isTextual() ? other.textValue() : other.toString();
    // An identify without a usable id is refused with a warning, an alias without one is ignored.
    boolean saysNothing = !event.event().equals("$identify") && isEmpty(other);
    if (other.isMissingNode() || saysNothing || otherId.equals(event.distinctId())) {
      return;
    }
    boolean force = event.event().equals("$merge_dangerously");
    persons
        .merge(otherId, event.distinctId(), force, timestamp)
        .ifPresent(
            refusal ->
                world
                    .warnings()
                    .add(
                        new IngestionWarning(
                            refusal,
                            event.uuid(),
                            Map.of("target", event.distinctId(), "source", otherId))));
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isNull() || value.asText().isEmpty();
  }
}
