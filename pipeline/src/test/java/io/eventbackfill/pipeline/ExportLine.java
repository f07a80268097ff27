package io.eventbackfill.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One row of an export, with those columns alone that a test is about. */
final class ExportLine {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode columns;

  private ExportLine(ObjectNode columns) {
    this.columns = columns;
  }

  /** An event of nobody yet, at a time as exports write it. */
  static ExportLine of(String insertId, Object time) {
    return new ExportLine(JSON.createObjectNode())
        .with("$insert_id", insertId)
        .with("event_type", "Opened")
        .with("event_time", time);
  }

  ExportLine device(String id) {
    return with("device_id", id);
  }

  ExportLine user(String id) {
    return with("user_id", id);
  }

  ExportLine type(String name) {
    return with("event_type", name);
  }

  /** The same row with a column more, or with another value in it. */
  ExportLine with(String column, Object value) {
    ObjectNode more = columns.deepCopy();
    more.set(column, JSON.valueToTree(value));
    return new ExportLine(more);
  }

  /** As it stands in the file. */
  String text() {
    return columns.toString();
  }
}
