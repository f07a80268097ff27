package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;

import io.eventbackfill.mapping.AmplitudeExportMapping;
import io.eventbackfill.mapping.AmplitudeWarehouseMapping;
import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.source.ReadSettings;
import io.eventbackfill.source.RowSink;
import io.eventbackfill.steps.RowRouter.Routed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** 100,000 events: whatever format they come in, the destination gets the same bytes. */
class FormatTwinsTest {
  private static final int FILES = 20;
  private static final int EVENTS = 5_000;

  private static final AmplitudeExportMapping EXPORT = AmplitudeExportMapping.withDefaults();
  private static final Mapping WAREHOUSE = new AmplitudeWarehouseMapping(EXPORT);

  static Stream<Arguments> flavours() {
    return Stream.of(
        flavour("events.csv", Twins::csv),
        flavour("events.avro", TypedTwins::avro),
        flavour("snowflake.parquet", TypedTwins::snowflake),
        flavour("bigquery.parquet", TypedTwins::bigQuery),
        flavour("spark.parquet", TypedTwins::spark));
  }

  private static Arguments flavour(String name, Function<Twins, byte[]> writer) {
    return Arguments.of(name, writer);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("flavours")
  void givesTheBytesOfTheExport(String name, Function<Twins, byte[]> writer) {
    for (int file = 0; file < FILES; file++) {
      Twins twins = Twins.of(EVENTS, file);

      List<Bytes> expected = bodies("export.json", twins.exported(), EXPORT);

      assertThat(expected.size(), equalTo(EVENTS));
      assertThat(bodies(name, writer.apply(twins), WAREHOUSE), equalTo(expected));
    }
  }

  private static List<Bytes> bodies(String name, byte[] file, Mapping mapping) {
    RowRouter router =
        new RowRouter(mapping, Given.destination(), OrderBy.DEVICE_ID, Selection.ALL);
    List<Bytes> bodies = new ArrayList<>();
    RowSink sink =
        new RowSink() {
          @Override
          public void row(RawRow row) {
            Routed routed = router.route(row);
            assertThat(row.bytes().text(), routed, instanceOf(Routed.ToLane.class));
            bodies.add(((Routed.ToLane) routed).event().body());
          }

          @Override
          public void unreadable(Origin origin, Reason reason, Bytes kept, String detail) {
            throw new AssertionError(origin + " " + reason + " " + detail);
          }
        };
    new ExportFileReader(ReadSettings.upTo(1_000_000))
        .read(name, () -> new SeekableInMemoryByteChannel(file), sink);
    return bodies;
  }
}
