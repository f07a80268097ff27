package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.ExactJson;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A person as of the moment it was asked for.
 *
 * @param distinctIds all ids that lead to this person
 * @param identified nobody can be merged by an identify or an alias who is
 * @param created the time of the first event, by its timestamp
 */
public record Person(
    UUID id, Set<String> distinctIds, boolean identified, ObjectNode properties, Instant created) {

  ObjectNode json() {
    ObjectNode json = ExactJson.object();
    json.put("id", id.toString());
    distinctIds.forEach(json.putArray("distinct_ids")::add);
    json.put("identified", identified);
    json.set("properties", properties);
    json.put("created", created.toString());
    return json;
  }
}
