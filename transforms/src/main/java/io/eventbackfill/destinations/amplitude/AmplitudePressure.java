package io.eventbackfill.destinations.amplitude;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.delivery.Reply.Pressure;
import io.eventbackfill.delivery.Verdict;
import io.eventbackfill.model.Actor;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom a reply of Amplitude's finds over its rate or its daily quota (Batch Event Upload API, 429
 * and 400 silenced). Any of its maps may be missing.
 *
 * @param tooFast devices and users over their rate
 * @param overQuota devices and users over their quota
 * @param threshold events a second that each may have, where the reply says so
 */
record AmplitudePressure(Set<Actor> tooFast, Set<Actor> overQuota, OptionalDouble threshold) {

  /** HTTP V2 API, 429: pause for 30 seconds for the ids that are named. */
  private static final Duration THROTTLED = Duration.ofSeconds(30);

  /**
   * Reads a reply's body. Listed indexes count as naming their own ids, since the id of an event
   * without a device is the vendor's own.
   */
  static AmplitudePressure read(List<QueuedEvent> batch, JsonNode body) {
    Set<Actor> overQuota =
        actors(body, "exceeded_daily_quota_devices", "exceeded_daily_quota_users");
    Set<Actor> tooFast = actors(body, "throttled_devices", "throttled_users");
    for (int index : AmplitudeReplies.indexes(body.path("throttled_events"), batch.size())) {
      List<Actor> actors = Actor.of(batch.get(index).who());
      if (!names(overQuota, actors) && !names(tooFast, actors)) {
        // Nothing says which of its ids it is.
        tooFast.addAll(actors);
      }
    }
    double threshold = body.path("eps_threshold").asDouble(0);
    return new AmplitudePressure(
        tooFast, overQuota, threshold > 0 ? OptionalDouble.of(threshold) : OptionalDouble.empty());
  }

  /**
   * Enters a verdict for whatever shares an id with one that is named, for Amplitude refuses every
   * request that holds the id.
   */
  Pressure blame(List<QueuedEvent> batch, String said, List<@Nullable Verdict> verdicts) {
    for (int i = 0; i < batch.size(); i++) {
      List<Actor> actors = Actor.of(batch.get(i).who());
      if (verdicts.get(i) != null) {
        continue;
      }
      if (names(overQuota, actors)) {
        verdicts.set(i, Verdict.defer(Reason.DAILY_QUOTA, said));
      } else if (names(tooFast, actors)) {
        verdicts.set(i, Verdict.hold(THROTTLED, said));
      }
    }
    return new Pressure(tooFast, THROTTLED, threshold, overQuota);
  }

  private static boolean names(Set<Actor> named, List<Actor> actors) {
    return actors.stream().anyMatch(named::contains);
  }

  private static Set<Actor> actors(JsonNode body, String deviceMap, String userMap) {
    Set<Actor> actors = new HashSet<>();
    AmplitudeReplies.ids(body.path(deviceMap)).forEach(id -> actors.add(Actor.device(id)));
    AmplitudeReplies.ids(body.path(userMap)).forEach(id -> actors.add(Actor.user(id)));
    return actors;
  }
}
