package io.eventbackfill.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;

/**
 * How a run ended: all its events are settled or deferred.
 *
 * @param at when
 * @param exitCode its exit code
 * @param report its report, as it was written
 */
public record Finished(Instant at, int exitCode, String report) {
  private static final String KIND = "finished";
  private static final int VERSION = 1;

  static String name(String run) {
    return "runs/" + run + "/finished.json";
  }

  void write(Store store, String run) throws IOException {
    ObjectNode json = Json.of(KIND, VERSION);
    json.put("at", at.toString());
    json.put("exit_code", exitCode);
    json.put("report", report);
    store.write(name(run), Json.bytes(json));
  }

  static Finished read(Store store, String run) throws IOException {
    return Json.read(
        store,
        name(run),
        KIND,
        VERSION,
        json ->
            new Finished(
                Json.instant(json, "at"),
                json.path("exit_code").asInt(),
                Json.text(json, "report")));
  }
}
