package io.eventbackfill.mappingfile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SourceRow;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.source.ReadSettings;
import io.eventbackfill.source.RowSink;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of the README do to their rows what the files beside them say. */
class ExamplesTest {
  static final Path FOLDER = Path.of("..", "test-data", "mappings");

  @ParameterizedTest
  @CsvSource({"orders, json", "web-log, csv", "signups, json"})
  void eachRowBecomesWhatStandsBesideIt(String name, String kind) throws IOException {
    FileMapping mapping = Documents.mapping(Files.readString(FOLDER.resolve(name + ".yaml")));
    Path input = FOLDER.resolve(name + "." + kind);
    Outcomes outcomes = new Outcomes(mapping);

    new ExportFileReader(ReadSettings.upTo(1_000_000))
        .read(input.toString(), () -> Channels.newChannel(Files.newInputStream(input)), outcomes);

    List<String> expected = Files.readAllLines(FOLDER.resolve(name + ".expected"));
    assertThat(String.join("\n", outcomes.lines), is(String.join("\n", expected)));
  }

  /** A line for each row: the event as JSON and what was noted, or why there is none. */
  private static final class Outcomes implements RowSink {
    private final FileMapping mapping;
    private final List<String> lines = new ArrayList<>();

    Outcomes(FileMapping mapping) {
      this.mapping = mapping;
    }

    @Override
    public void row(RawRow raw) {
      Map<String, JsonValue> fields;
      try {
        fields = JsonValue.parseObject(raw.bytes().array());
      } catch (MalformedJsonException e) {
        throw new AssertionError(raw.bytes().text(), e);
      }
      Checked checked = mapping.map(new SourceRow(raw.origin(), fields));
      if (checked instanceof Refused refused) {
        lines.add(refused.reason().code() + ": " + refused.detail());
      } else {
        lines.add(line((Kept) checked));
      }
    }

    @Override
    public void unreadable(Origin origin, Reason reason, Bytes bytes, String detail) {
      lines.add(reason.code() + ": " + detail);
    }

    private static String line(Kept kept) {
      Event event = kept.event();
      Map<String, JsonValue> members = new LinkedHashMap<>();
      members.put("type", JsonValue.of(event.type()));
      Instant time = Instant.EPOCH.plus(event.time().micros(), ChronoUnit.MICROS);
      members.put("time", JsonValue.of(time.toString()));
      String device = event.who().device();
      members.put("device", device == null ? JsonValue.NULL : JsonValue.of(device));
      String user = event.who().user();
      members.put("user", user == null ? JsonValue.NULL : JsonValue.of(user));
      members.put("identity", JsonValue.of(event.identity()));
      members.putAll(event.attributes());
      StringBuilder line = new StringBuilder(JsonValue.object(members).toString());
      kept.notes()
          .forEach(n -> line.append(" ").append(n.note().code()).append(":").append(n.subject()));
      return line.toString();
    }
  }
}
