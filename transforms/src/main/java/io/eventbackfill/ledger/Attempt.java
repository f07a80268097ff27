package io.eventbackfill.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;

/**
 * One start of a run.
 *
 * @param name the name of this start, sorts by time
 * @param at when
 * @param host where
 * @param results where its report and what it set aside go
 */
public record Attempt(String name, Instant at, String host, String results) {
  private static final String KIND = "attempt";
  private static final int VERSION = 1;

  static String folder(String run) {
    return "runs/" + run + "/attempts/";
  }

  void write(Store store, String run) throws IOException {
    ObjectNode json = Json.of(KIND, VERSION);
    json.put("name", name);
    json.put("at", at.toString());
    json.put("host", host);
    json.put("results", results);
    store.write(folder(run) + name + ".json", Json.bytes(json));
  }

  static Attempt read(Store store, String object) throws IOException {
    return Json.read(
        store,
        object,
        KIND,
        VERSION,
        json ->
            new Attempt(
                Json.text(json, "name"),
                Json.instant(json, "at"),
                Json.text(json, "host"),
                Json.text(json, "results")));
  }
}
