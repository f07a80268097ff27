package io.eventbackfill.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.model.Span;
import io.eventbackfill.verification.Difference;
import io.eventbackfill.verification.Example;
import io.eventbackfill.verification.Verification;
import io.eventbackfill.verification.Verification.Sides;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code verify.json} says: whether all that was sent is stored, and what is not.
 *
 * @param folder where it goes, ending in a slash
 * @param settings the options that were in force, free of secrets
 * @param uploads the spans of upload time in which unsent events count, in milliseconds
 * @param accepted events that the runs say they sent; negative if nobody says
 * @param elsewhere events that the runs took for delivered before
 */
record VerifyReport(
    String folder,
    SortedMap<String, String> settings,
    List<Span> uploads,
    long accepted,
    long elsewhere)
    implements Serializable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Checks and copies. */
  VerifyReport {
    settings = new TreeMap<>(settings);
    uploads = List.copyOf(uploads);
  }

  String file() {
    return folder + "verify.json";
  }

  /** What it says, for people. */
  String page() {
    return folder + "verify.html";
  }

  /** Writes it, whole or not at all where the file system can. */
  void write(Verification found, Instant at) throws IOException {
    new TextFile(file()).write(text(found, at));
  }

  /** As written. */
  String read() throws IOException {
    return new TextFile(file()).read();
  }

  /** Its text. */
  String text(Verification found, Instant at) {
    ObjectNode json = JSON.createObjectNode();
    json.put("event_backfill_verification", 1);
    json.put("made_at", at.toString());
    ObjectNode options = json.putObject("settings");
    settings.forEach(options::put);
    json.put("equal", found.isEqual());
    json.put("sent", found.all().sent());
    json.put("stored", found.all().stored());
    for (Difference difference : Difference.values()) {
      json.put(difference.code(), found.events(difference));
    }
    sides(json.putArray("by_day"), "day", found.days());
    sides(json.putArray("by_type"), "type", found.types());
    ObjectNode fields = json.putObject("changed_fields");
    found.changedFields().forEach(fields::put);
    examples(json.putObject("examples"), found);
    beside(json, found);
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report that is no JSON", e);
    }
  }

  /** What explains the figures. */
  private void beside(ObjectNode json, Verification found) {
    json.put("set_aside", found.setAside());
    json.put("not_of_the_runs", found.notOurs());
    if (accepted >= 0) {
      json.put("accepted_by_runs", accepted);
    }
    if (elsewhere > 0) {
      json.put("delivered_by_other_runs", elsewhere);
    }
    ObjectNode unread = json.putObject("unread");
    found.unread().forEach((reason, rows) -> unread.put(reason.code(), rows));
    ArrayNode windows = json.putArray("upload_windows");
    for (Span span : uploads) {
      windows
          .addObject()
          .put("first", Instant.ofEpochMilli(span.min()).toString())
          .put("last", Instant.ofEpochMilli(span.max()).toString());
    }
  }

  private static void sides(ArrayNode rows, String name, Map<String, Sides> sides) {
    sides.forEach(
        (key, counts) ->
            rows.addObject()
                .put(name, key)
                .put("sent", counts.sent())
                .put("stored", counts.stored()));
  }

  private static void examples(ObjectNode json, Verification found) {
    for (Difference difference : Difference.values()) {
      if (found.events(difference) == 0) {
        continue;
      }
      ArrayNode rows = json.putArray(difference.code());
      for (Example example : found.examples(difference)) {
        ObjectNode row = rows.addObject();
        row.put("identity", example.identity());
        row.put("time", Instant.ofEpochMilli(example.millis()).toString());
        row.put("type", example.type());
        row.put("origin", example.origin());
        row.put("detail", example.detail());
      }
    }
  }
}
