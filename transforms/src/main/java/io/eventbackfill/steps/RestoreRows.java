package io.eventbackfill.steps;

import static com.google.common.base.Preconditions.checkState;

import io.eventbackfill.coders.SetAsideCoder;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Generated;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.source.ResumingChannel;
import io.eventbackfill.source.RowSink;
import io.eventbackfill.source.SetAsideFormat;
import io.eventbackfill.source.Wanted;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Puts the original rows back to what was set aside without them: what the destination did not
 * take, and rows of which only a part was read. They are read from their files once more: carrying
 * every row beside its event through the shuffle, for the sake of the few that fail, would double
 * what is shuffled.
 *
 * <p>Input: records, with rows or without. Output: the same records, all with rows but those of
 * generated events, which never had any. Failures: a row that is no longer there leaves its record
 * without one, and the record says so. Order: none. Retried: harmless.
 */
public final class RestoreRows extends PTransform<PCollection<SetAside>, PCollection<SetAside>> {
  private static final long serialVersionUID = 1L;

  private final ExportFileReader reader;

  private RestoreRows(ExportFileReader reader) {
    this.reader = reader;
  }

  /** Restores with the reader that read the rows; all of a row, whatever that one left unread. */
  public static RestoreRows with(ExportFileReader reader) {
    return new RestoreRows(new ExportFileReader(reader.settings().wanting(Wanted.ALL)));
  }

  @Override
  public PCollection<SetAside> expand(PCollection<SetAside> records) {
    PCollection<SetAside> restored =
        records
            .apply("Without", Filter.by(RestoreRows::hasARowElsewhere))
            .apply(
                "ByFile",
                WithKeys.of((SetAside aside) -> aside.origin().file())
                    .withKeyType(TypeDescriptors.strings()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), SetAsideCoder.of()))
            .apply("Gather", GroupByKey.create())
            .apply("ReadAgain", ParDo.of(new RestoreFn(reader)))
            .setCoder(SetAsideCoder.of());
    return PCollectionList.of(restored)
        .and(records.apply("With", Filter.by(aside -> !hasARowElsewhere(aside))))
        .apply("All", Flatten.pCollections());
  }

  private static boolean hasARowElsewhere(SetAside aside) {
    return aside.row() == null && !Generated.is(aside.origin());
  }

  static final class RestoreFn extends DoFn<KV<String, Iterable<SetAside>>, SetAside> {
    private static final long serialVersionUID = 1L;

    /** Records held in memory for one pass over a file. */
    private static final int PER_PASS = 50_000;

    private final ExportFileReader reader;

    RestoreFn(ExportFileReader reader) {
      this.reader = reader;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<SetAside>> file, OutputReceiver<SetAside> out) {
      Map<Origin, SetAside> open = new HashMap<>();
      for (SetAside record : file.getValue()) {
        SetAside before = open.put(record.origin(), record);
        checkState(before == null, "%s was set aside twice", record.origin());
        if (open.size() >= PER_PASS) {
          restore(file.getKey(), open, out);
        }
      }
      restore(file.getKey(), open, out);
    }

    private void restore(String file, Map<Origin, SetAside> open, OutputReceiver<SetAside> out) {
      if (!open.isEmpty()) {
        // Not matched: a name may hold what a pattern gives a meaning to.
        reader.read(
            file,
            () ->
                ResumingChannel.over(
                    () -> FileSystems.open(FileSystems.matchNewResource(file, false))),
            new Sink(open, out));
      }
      for (SetAside lost : open.values()) {
        String detail = lost.cause().detail() + " (the original row is no longer there)";
        out.output(lost.withDetail(detail.strip()));
      }
      open.clear();
    }
  }

  private static final class Sink implements RowSink {
    private final Map<Origin, SetAside> open;

    private final DoFn.OutputReceiver<SetAside> out;

    Sink(Map<Origin, SetAside> open, DoFn.OutputReceiver<SetAside> out) {
      this.open = open;
      this.out = out;
    }

    @Override
    public void row(RawRow row) {
      SetAside record = open.remove(row.origin());
      if (record != null) {
        RawRow original = original(row);
        out.output(record.withRow(original.origin(), original.bytes()));
      }
    }

    @Override
    public void unreadable(Origin origin, Reason reason, Bytes kept, String detail) {
      // Said when the file was first read.
    }

    /** A row of a deferred file wraps the row it was made from. */
    private static RawRow original(RawRow row) {
      try {
        return SetAsideFormat.unwrap(JsonValue.parseObject(row.bytes().array())).orElse(row);
      } catch (MalformedJsonException e) {
        return row;
      }
    }
  }
}
