package io.eventbackfill.steps;

import io.eventbackfill.mapping.LeftOut;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.source.RowGroups;
import java.util.List;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Names the parts of a file, as ranges of its row groups. */
final class DivideFn extends DoFn<Metadata, KV<Metadata, OffsetRange>> {
  private static final long serialVersionUID = 1L;

  private final ExportFileReader reader;
  private final LeftOut leftOut;
  private final long partBytes;

  DivideFn(ExportFileReader reader, LeftOut leftOut, long partBytes) {
    this.reader = reader;
    this.leftOut = leftOut;
    this.partBytes = partBytes;
  }

  @ProcessElement
  public void process(@Element Metadata file, OutputReceiver<KV<Metadata, OffsetRange>> out) {
    for (RowGroups part : parts(file)) {
      out.output(KV.of(file, new OffsetRange(part.from(), part.until())));
    }
  }

  private List<RowGroups> parts(Metadata file) {
    String name = file.resourceId().toString();
    return file.sizeBytes() < partBytes || leftOut.holds(name)
        ? List.of(RowGroups.ALL)
        : reader.parts(name, ReadEvents.opener(file), partBytes);
  }
}
