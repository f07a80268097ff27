package io.eventbackfill.steps;

import java.util.List;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.MetadataCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Distinct;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Finds the files that patterns name.
 *
 * <p>Input: none. Output: each file once, however many patterns name it, spread over all workers.
 * Failures: a pattern that matches nothing fails the job. Order: none. Retried: harmless.
 */
public final class MatchFiles extends PTransform<PBegin, PCollection<Metadata>> {
  private static final long serialVersionUID = 1L;

  private final List<String> patterns;

  private MatchFiles(List<String> patterns) {
    this.patterns = List.copyOf(patterns);
  }

  /** Finds the files that any of these patterns names. */
  public static MatchFiles of(List<String> patterns) {
    return new MatchFiles(patterns);
  }

  @Override
  public PCollection<Metadata> expand(PBegin begin) {
    return begin
        .apply("Patterns", Create.of(patterns).withCoder(StringUtf8Coder.of()))
        .apply("Match", FileIO.matchAll().withEmptyMatchTreatment(EmptyMatchTreatment.DISALLOW))
        .setCoder(MetadataCoder.of())
        // Files have no time; one at the end of all times would forbid their events any earlier.
        .apply(
            "KeepTimes",
            Window.<Metadata>configure().withTimestampCombiner(TimestampCombiner.EARLIEST))
        .apply(
            "Once",
            Distinct.<Metadata, String>withRepresentativeValueFn(
                    file -> file.resourceId().toString())
                .withRepresentativeType(TypeDescriptors.strings()));
  }
}
