package io.eventbackfill.pipeline;

import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.InputFile;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SourceRow;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.source.RowSink;
import io.eventbackfill.source.SetAsideFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.io.FileSystems;
import org.jspecify.annotations.Nullable;

/** The first rows of an input, and what a mapping makes of them. */
final class Sample implements RowSink {

  /**
   * A row.
   *
   * @param origin where it stands
   * @param bytes as it stands there; of a dead letter, the row it holds
   * @param fields its fields; none if it can't be read
   * @param checked what became of it
   */
  record Row(Origin origin, Bytes bytes, Map<String, JsonValue> fields, Checked checked) {}

  private final Mapping mapping;
  private final int most;
  private final List<Row> rows = new ArrayList<>();

  private Sample(Mapping mapping, int most) {
    this.mapping = mapping;
    this.most = most;
  }

  /** The first rows of these files; no more is read than it takes. */
  static List<Row> of(List<InputFile> files, ExportFileReader reader, Mapping mapping, int most) {
    Sample sample = new Sample(mapping, most);
    for (InputFile file : files) {
      if (mapping.skips(file.name()).isPresent()) {
        continue;
      }
      try {
        reader.read(
            file.name(),
            () -> FileSystems.open(FileSystems.matchNewResource(file.name(), false)),
            sample);
      } catch (EnoughException e) {
        break;
      }
    }
    return sample.rows;
  }

  @Override
  public void row(RawRow raw) {
    if (raw.bytes().text().isBlank()) {
      return;
    }
    Map<String, JsonValue> fields = fields(raw.origin(), raw.bytes());
    if (fields == null) {
      return;
    }
    Optional<RawRow> wrapped = SetAsideFormat.unwrap(fields);
    if (wrapped.isEmpty()) {
      map(raw.origin(), raw.bytes(), fields);
      return;
    }
    Bytes inner = wrapped.get().bytes();
    Map<String, JsonValue> innerFields = fields(raw.origin(), inner);
    if (innerFields != null) {
      map(raw.origin(), inner, innerFields);
    }
  }

  private void map(Origin origin, Bytes bytes, Map<String, JsonValue> fields) {
    add(new Row(origin, bytes, fields, mapping.map(new SourceRow(origin, fields))));
  }

  /** Null, with a record, if there are none. */
  private @Nullable Map<String, JsonValue> fields(Origin origin, Bytes bytes) {
    if (!bytes.isUtf8()) {
      unreadable(origin, Reason.INVALID_UTF8, bytes, "");
      return null;
    }
    try {
      return JsonValue.parseObject(bytes.array());
    } catch (MalformedJsonException e) {
      unreadable(origin, Reason.INVALID_JSON, bytes, String.valueOf(e.getMessage()));
      return null;
    }
  }

  @Override
  public void unreadable(Origin origin, Reason reason, Bytes bytes, String detail) {
    add(new Row(origin, bytes, Map.of(), new Refused(reason, "", detail)));
  }

  private void add(Row row) {
    rows.add(row);
    if (rows.size() == most) {
      throw new EnoughException();
    }
  }

  /** The way out of a file that has given enough; a reader lets it through. */
  private static final class EnoughException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EnoughException() {
      super("enough rows", null, false, false);
    }
  }
}
