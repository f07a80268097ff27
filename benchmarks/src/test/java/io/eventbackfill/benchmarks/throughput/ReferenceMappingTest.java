package io.eventbackfill.benchmarks.throughput;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.benchmarks.throughput.SyntheticExport.Devices;
import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.destinations.amplitude.AmplitudeDestination;
import io.eventbackfill.mapping.AmplitudeExportMapping;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.SourceRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceMappingTest {
  private static final int ROWS = 5_000;

  @TempDir Path folder;

  /** Else the loops by hand would be measured at another job. */
  @Test
  void theLoopByHandMakesTheSameBytes() throws IOException {
    SyntheticExport.write(folder, ROWS, Devices.ZIPF);
    Destination destination = destination();
    ReferenceMapping reference = new ReferenceMapping();
    List<byte[]> rows = new ArrayList<>();
    for (Path file : Lines.files(folder)) {
      Lines.of(file, (row, from, length) -> rows.add(Arrays.copyOfRange(row, from, from + length)));
    }
    assertThat(rows.size(), is(ROWS));
    for (byte[] row : rows) {
      Kept ours = (Kept) AmplitudeExportMapping.withDefaults().map(parsed(row));
      assertThat(ours.notes(), is(empty()));
      assertThat(
          reference.map(row, 0, row.length).body(),
          equalTo(destination.render(ours.event()).array()));
    }
  }

  private static SourceRow parsed(byte[] row) {
    try {
      return new SourceRow(new Origin("f", null, 1), JsonValue.parseObject(row));
    } catch (MalformedJsonException e) {
      throw new AssertionError(e);
    }
  }

  private static Destination destination() {
    return new AmplitudeDestination.Factory()
        .create(
            new Destination.Settings(
                Secret.of("0123456789abcdef0123456789abcdef"),
                "us",
                Optional.empty(),
                1000,
                10_000_000,
                Instant.EPOCH),
            PipelineOptionsFactory.create(),
            new ArrayList<>());
  }
}
