package io.eventbackfill.steps;

import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.source.SetAsideFormat;
import java.util.Locale;
import java.util.Map;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.transforms.Contextful;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/**
 * Writes what was set aside, a line each, in the form of {@link SetAsideFormat}.
 *
 * <p>Input: records. Output: {@code part-*.jsonl} files in a folder for each disposition; no folder
 * where there are no records. Failures: fail the job. Order: none. Retried: files appear once, when
 * all are written.
 */
public final class WriteAside extends PTransform<PCollection<SetAside>, PDone> {
  private static final long serialVersionUID = 1L;

  /** The folder of each disposition that is written down. */
  public static final Map<Disposition, String> FOLDERS =
      Map.of(Disposition.REJECTED, "dead-letters/", Disposition.DEFERRED, "deferred/");

  private final String folder;

  private WriteAside(String folder) {
    this.folder = folder;
  }

  /** Writes into folders of this folder, which must end in a slash. */
  public static WriteAside into(String folder) {
    return new WriteAside(folder);
  }

  @Override
  public PDone expand(PCollection<SetAside> records) {
    records.apply(
        "Write",
        FileIO.<String, SetAside>writeDynamic()
            .by(WriteAside::subfolder)
            .withDestinationCoder(StringUtf8Coder.of())
            .via(Contextful.fn(SetAsideFormat::line), TextIO.sink())
            .withNaming(WriteAside::naming)
            .to(folder));
    return PDone.in(records.getPipeline());
  }

  /** Without the number of parts: of those a folder gets only the ones that hold something. */
  private static FileIO.Write.FileNaming naming(String subfolder) {
    return (window, pane, shards, shard, compression) ->
        String.format(Locale.ROOT, "%spart-%05d.jsonl", subfolder, shard);
  }

  private static String subfolder(SetAside aside) {
    Disposition disposition = aside.cause().reason().disposition();
    String subfolder = FOLDERS.get(disposition);
    if (subfolder == null) {
      throw new IllegalStateException(disposition + " rows are not written down");
    }
    return subfolder;
  }
}
