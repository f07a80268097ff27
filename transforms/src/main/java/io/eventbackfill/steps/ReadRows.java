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
import io.eventbackfill.source.ContentChecksum;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.source.RowSink;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
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
 */
public final class ReadRows extends PTransform<PCollection<Metadata>, ReadRows.Result> {
  private static final long serialVersionUID = 1L;

  private static final TupleTag<RawRow> ROWS = new TupleTag<>() {};
  private static final TupleTag<SetAside> ASIDE = new TupleTag<>() {};
  private static final TupleTag<Account> ACCOUNT = new TupleTag<>() {};

  private final ExportFileReader reader;
  private final Mapping mapping;

  private ReadRows(ExportFileReader reader, Mapping mapping) {
    this.reader = reader;
    this.mapping = mapping;
  }

  /** Reads with this reader the files that the mapping does not skip. */
  public static ReadRows with(ExportFileReader reader, Mapping mapping) {
    return new ReadRows(reader, mapping);
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
        files.apply(
            "Read",
            ParDo.of(new ReadFn(reader, mapping))
                .withOutputTags(ROWS, TupleTagList.of(ASIDE).and(ACCOUNT)));
    return new Result(
        out.get(ROWS).setCoder(RawRowCoder.of()),
        out.get(ASIDE).setCoder(SetAsideCoder.of()),
        out.get(ACCOUNT).setCoder(AccountCoder.of()));
  }

  static final class ReadFn extends DoFn<Metadata, RawRow> {
    private static final long serialVersionUID = 1L;

    private final ExportFileReader reader;
    private final Mapping mapping;
    private final Tally files = Tally.of("read/files");
    private final Tally bytes = Tally.of("read/bytes");
    private final Tally rows = Tally.of("read/rows");
    private final Tally rejected = Tally.of("read/rows-rejected");
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
    public void process(@Element Metadata file, MultiOutputReceiver out) {
      String name = file.resourceId().toString();
      Optional<SkippedFile> skipped = mapping.skips(name);
      if (skipped.isPresent()) {
        keeper.account().skipped(name, skipped.get(), 1);
        return;
      }
      try (ContentChecksum checksum =
          ContentChecksum.of(name, () -> FileSystems.open(file.resourceId()))) {
        reader.read(name, checksum, new Sink(out));
        checksum.take().ifPresent(content -> keeper.account().content(name, content));
      }
      files.add(1);
      bytes.add(file.sizeBytes());
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
        count(row.origin());
        out.get(ROWS).output(row);
      }

      @Override
      public void unreadable(Origin origin, Reason reason, Bytes kept, String detail) {
        count(origin);
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

      private void count(Origin origin) {
        keeper.account().read(origin.file(), 1);
        rows.add(1);
      }
    }
  }
}
