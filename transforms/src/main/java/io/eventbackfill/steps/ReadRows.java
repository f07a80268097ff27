package io.eventbackfill.steps;

import io.eventbackfill.coders.AccountCoder;
import io.eventbackfill.coders.RawRowCoder;
import io.eventbackfill.coders.SetAsideCoder;
import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.model.SkippedFile;
import io.eventbackfill.source.ChannelOpener;
import io.eventbackfill.source.ContentChecksum;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.source.ResumingChannel;
import io.eventbackfill.source.RowGroups;
import io.eventbackfill.source.RowSink;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.MetadataCoderV2;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Reads files into rows.
 *
 * <p>Input: files. Output: their rows. Failures: a line or the rest of a file that can't be read is
 * set aside, nothing else is lost for it. The account holds the content of each file, unless the
 * file could not be opened or its storage failed. Order: none between files. Retried: reads again;
 * nothing outside is touched.
 *
 * <p>A large Parquet file is read in parts, by as many workers as there are. The first part stands
 * for the file: it counts it, and reads it a second time from front to back for its checksum.
 */
public final class ReadRows extends PTransform<PCollection<Metadata>, ReadRows.Result> {
  private static final long serialVersionUID = 1L;

  private static final TupleTag<RawRow> ROWS = new TupleTag<>() {};
  private static final TupleTag<SetAside> ASIDE = new TupleTag<>() {};
  private static final TupleTag<Account> ACCOUNT = new TupleTag<>() {};

  /**
   * Of a part, and of a file that is worth looking at for its parts: to look costs a request more
   * and saves little where there is little to read.
   */
  private static final long PART_BYTES = 32 << 20;

  private final ExportFileReader reader;
  private final Mapping mapping;
  private final long partBytes;

  private ReadRows(ExportFileReader reader, Mapping mapping, long partBytes) {
    this.reader = reader;
    this.mapping = mapping;
    this.partBytes = partBytes;
  }

  /** Reads with this reader the files that the mapping does not skip. */
  public static ReadRows with(ExportFileReader reader, Mapping mapping) {
    return new ReadRows(reader, mapping, PART_BYTES);
  }

  /** This step with another size of the parts that a large file is read in. */
  ReadRows inPartsOf(long bytes) {
    return new ReadRows(reader, mapping, bytes);
  }

  /** Rows, what could not be read, and the account of both. */
  public record Result(
      PCollection<RawRow> rows, PCollection<SetAside> aside, PCollection<Account> account)
      implements StepOutput {

    @Override
    public Map<TupleTag<?>, PValue> expand() {
      Map<TupleTag<?>, PValue> values = StepOutput.super.expand();
      values.putAll(rows.expand());
      return values;
    }
  }

  @Override
  public Result expand(PCollection<Metadata> files) {
    PCollectionTuple out =
        files
            .apply("Divide", ParDo.of(new DivideFn(reader, mapping, partBytes)))
            .setCoder(KvCoder.of(MetadataCoderV2.of(), OffsetRange.Coder.of()))
            .apply("SpreadParts", Reshuffle.viaRandomKey())
            .apply(
                "Read",
                ParDo.of(new ReadFn(reader, mapping))
                    .withOutputTags(ROWS, TupleTagList.of(ASIDE).and(ACCOUNT)));
    return new Result(
        out.get(ROWS).setCoder(RawRowCoder.of()),
        out.get(ASIDE).setCoder(SetAsideCoder.of()),
        out.get(ACCOUNT).setCoder(AccountCoder.of()));
  }

  /** However the file is opened, what its storage throws is a failure of that file alone. */
  private static ChannelOpener opener(Metadata file) {
    return () -> ResumingChannel.over(() -> FileSystems.open(file.resourceId()));
  }

  /** Names the parts of a file, as ranges of its row groups. */
  static final class DivideFn extends DoFn<Metadata, KV<Metadata, OffsetRange>> {
    private static final long serialVersionUID = 1L;

    private final ExportFileReader reader;
    private final Mapping mapping;
    private final long partBytes;

    DivideFn(ExportFileReader reader, Mapping mapping, long partBytes) {
      this.reader = reader;
      this.mapping = mapping;
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
      return file.sizeBytes() < partBytes || mapping.skips(name).isPresent()
          ? List.of(RowGroups.ALL)
          : reader.parts(name, opener(file), partBytes);
    }
  }

  static final class ReadFn extends DoFn<KV<Metadata, OffsetRange>, RawRow> {
    private static final long serialVersionUID = 1L;

    private final ExportFileReader reader;
    private final Mapping mapping;
    private final Tally files = Tally.of("read/files");
    private final Tally bytes = Tally.of("read/bytes");
    private final Tally rows = Tally.of("read/rows");
    private final Tally rejected = Tally.of("read/rows-rejected");
    private final Tally unread = Tally.of("read/rows-skipped");
    private transient AccountKeeper keeper = new AccountKeeper();

    ReadFn(ExportFileReader reader, Mapping mapping) {
      this.reader = reader;
      this.mapping = mapping;
    }

    @StartBundle
    public void startBundle() {
      keeper = new AccountKeeper();
    }

    @ProcessElement
    public void process(@Element KV<Metadata, OffsetRange> element, MultiOutputReceiver out) {
      Metadata file = element.getKey();
      OffsetRange range = element.getValue();
      RowGroups part = new RowGroups((int) range.getFrom(), (int) range.getTo());
      String name = file.resourceId().toString();
      Optional<SkippedFile> skipped = mapping.skips(name);
      if (skipped.isPresent()) {
        keeper.account().skipped(name, skipped.get(), 1);
        return;
      }
      try (ContentChecksum checksum = ContentChecksum.of(name, opener(file))) {
        reader.read(name, part, checksum, new Sink(out));
        if (part.isFirst()) {
          checksum.take().ifPresent(content -> keeper.account().content(name, content));
        }
      }
      if (part.isFirst()) {
        files.add(1);
        bytes.add(file.sizeBytes());
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      keeper.release(context, ACCOUNT);
    }

    private final class Sink implements RowSink {
      private final MultiOutputReceiver out;

      Sink(MultiOutputReceiver out) {
        this.out = out;
      }

      @Override
      public void row(RawRow row) {
        count(row.origin(), 1);
        out.get(ROWS).output(row);
      }

      @Override
      public void unreadable(Origin origin, Reason reason, Bytes kept, String detail) {
        count(origin, 1);
        rejected.add(1);
        keeper.account().ended(origin.file(), reason, 1);
        Refused cause = new Refused(reason, "", detail);
        out.get(ASIDE).output(new SetAside(origin, cause, "", null, null, kept));
      }

      @Override
      public void memberSkipped(Origin origin) {
        mapping
            .skips(origin.source())
            .ifPresent(why -> keeper.account().skipped(origin.file(), why, 1));
      }

      @Override
      public void rowsSkipped(Origin origin, Reason reason, long skipped) {
        count(origin, skipped);
        unread.add(skipped);
        keeper.account().ended(origin.file(), reason, skipped);
      }

      private void count(Origin origin, long more) {
        keeper.account().read(origin.file(), more);
        rows.add(more);
      }
    }
  }
}
