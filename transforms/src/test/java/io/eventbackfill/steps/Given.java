package io.eventbackfill.steps;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.destinations.amplitude.AmplitudeDestination;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.mapping.AmplitudeExportMapping;
import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.pacing.PacingLimits;
import io.eventbackfill.source.WrittenParquet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.TestPipeline;

/** What tests of steps begin with. */
final class Given {
  /** More than any test sends. */
  static final PacingLimits LIMITS = new PacingLimits(1e9, 1e9, 1e9, Long.MAX_VALUE);

  static final Mapping MAPPING = AmplitudeExportMapping.withDefaults();

  private Given() {}

  /** A pipeline with all checks of the Direct Runner on. */
  static TestPipeline pipeline() {
    return TestPipeline.create().enableAbandonedNodeEnforcement(false);
  }

  static Destination destination() {
    return destination(URI.create("http://127.0.0.1:1"), AmplitudeEmulator.DEFAULT_API_KEY, 100);
  }

  static Destination destination(URI endpoint, String apiKey, int maxEvents) {
    List<String> problems = new ArrayList<>();
    Destination destination =
        new AmplitudeDestination.Factory()
            .create(
                new Destination.Settings(
                    Secret.of(apiKey),
                    "us",
                    Optional.of(endpoint),
                    maxEvents,
                    10_000_000,
                    AmplitudeEmulator.START),
                PipelineOptionsFactory.create(),
                problems);
    if (!problems.isEmpty()) {
      throw new AssertionError(problems);
    }
    return destination;
  }

  /** Rows become events of so many lanes, by device. */
  static ToLanes toLanes(int lanes, Selection selection) {
    return new ToLanes(MAPPING, destination(), OrderBy.DEVICE_ID, lanes, selection);
  }

  /** A row of an export with the fewest fields an event can have. */
  static String row(String insertId, String deviceId, String time) {
    return "{\"$insert_id\":\"%s\",\"device_id\":\"%s\",\"event_time\":\"%s\",\"event_type\":\"x\"}"
        .formatted(insertId, deviceId, time);
  }

  static RawRow raw(String file, long row, String text) {
    return new RawRow(new Origin(file, null, row), Bytes.of(text));
  }

  /** An event of a device, waiting in its lane. */
  static QueuedEvent event(String device, EventTime time, String identity, Origin origin) {
    Who who = new Who(device, null, null);
    return new QueuedEvent(
        identity,
        time,
        who,
        OrderBy.DEVICE_ID.key(who),
        origin,
        destination().render(new Event(identity, "x", time, who, Map.of())));
  }

  static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(Bytes.of(text).array());
    }
    return out.toByteArray();
  }

  static byte[] zip(Map<String, byte[]> members) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue());
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  /** A Parquet file of instants {@code t}, a second apart from 1970 on. */
  static byte[] parquet(int rows, int rowsPerGroup) {
    WrittenParquet file =
        WrittenParquet.of("required int64 t (TIMESTAMP(MILLIS,true))", "required int32 n")
            .rowsPerGroup(rowsPerGroup);
    for (int i = 0; i < rows; i++) {
      int n = i;
      file.row(row -> row.append("t", n * 1_000L).append("n", n));
    }
    return file.bytes();
  }
}
