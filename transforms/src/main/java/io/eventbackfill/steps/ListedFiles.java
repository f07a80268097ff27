package io.eventbackfill.steps;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.eventbackfill.coders.InputFileCoder;
import io.eventbackfill.model.InputFile;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.MetadataCoderV2;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Hands out a list of files that was fixed before the job.
 *
 * <p>Input: none. Output: each file once, spread over all workers; none if the list is empty.
 * Failures: none here; a file that is gone by now shows when it is read. Order: none. Retried:
 * harmless.
 */
public final class ListedFiles extends PTransform<PBegin, PCollection<Metadata>> {
  private static final long serialVersionUID = 1L;

  private final ImmutableList<InputFile> files;

  private ListedFiles(ImmutableList<InputFile> files) {
    this.files = files;
  }

  /**
   * Hands out these files.
   *
   * @param files no folders; a name is taken literally, whatever characters it holds
   * @throws IllegalArgumentException if two that differ have the same name
   */
  public static ListedFiles of(Collection<InputFile> files) {
    ImmutableSet<InputFile> distinct = ImmutableSet.copyOf(files);
    Set<String> names = new HashSet<>();
    for (InputFile file : distinct) {
      checkArgument(names.add(file.name()), "%s is listed twice, and differs", file.name());
    }
    return new ListedFiles(distinct.asList());
  }

  @Override
  public PCollection<Metadata> expand(PBegin begin) {
    // Files have no time. Both steps leave them at the beginning of all times: one at the end would
    // forbid their events any earlier.
    return begin
        .apply("List", Create.of(files).withCoder(InputFileCoder.of()))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Name", ParDo.of(new NameFn()))
        .setCoder(MetadataCoderV2.of());
  }

  /** On the worker, where the file system is the one that will open the file. */
  static final class NameFn extends DoFn<InputFile, Metadata> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element InputFile file, OutputReceiver<Metadata> out) {
      out.output(
          Metadata.builder()
              // Not matched: a name may hold what a pattern gives a meaning to.
              .setResourceId(FileSystems.matchNewResource(file.name(), false))
              .setSizeBytes(file.bytes())
              .setLastModifiedMillis(file.modifiedMillis())
              // The channel itself says whether it can seek.
              .setIsReadSeekEfficient(false)
              .build());
    }
  }
}
