package io.eventbackfill.destinations.posthog;

import io.eventbackfill.delivery.HttpRequestSpec;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.JsonObjectWriter;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * How a project is asked what it holds, by the query API.
 *
 * @param key a personal API key
 * @param project its number
 * @param api scheme and host of the private API, which is not the one that takes events
 * @param patience how long to look for an event that was sent
 */
record PostHogQuerying(Secret key, String project, URI api, Duration patience)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A question in HogQL. */
  HttpRequestSpec query(String hogql) {
    JsonObjectWriter query = new JsonObjectWriter();
    query.put("kind", "HogQLQuery");
    query.put("query", hogql);
    return new HttpRequestSpec(
        api.resolve("/api/projects/" + project + "/query/"),
        Map.of(
            "Authorization",
            "Bearer " + key.reveal(),
            "Content-Type",
            "application/json",
            "Accept",
            "application/json",
            "User-Agent",
            PostHogRequests.AGENT),
        // Without it an answer may come from a cache, and an empty one would stay empty for
        // minutes.
        Bytes.of(
            "{\"query\":%s,\"refresh\":\"force_blocking\"}"
                .formatted(Bytes.of(query.end()).text())));
  }
}
