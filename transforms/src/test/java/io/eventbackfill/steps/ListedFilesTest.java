package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.eventbackfill.model.InputFile;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class ListedFilesTest {
  private final TestPipeline pipeline = Given.pipeline();

  /** None of these exists: nothing is looked up, so nothing can be taken for a pattern. */
  @Test
  void namesAreTakenLiterallyWhateverTheyHold() {
    List<String> names =
        List.of(
            "/x/187520_2024-01-01_0#0.json.gz",
            "/x/with space.json",
            "/x/50%20.json",
            "/x/a[1].json",
            "/x/a*b?.json",
            "/x/[brackets] {braces,commas}.json",
            "/x/back\\slash.json",
            "/x/日本 é 😀.json");

    PAssert.that(names(files(ListedFiles.of(listed(names))))).containsInAnyOrder(names);
    pipeline.run();
  }

  @Test
  void aFileKeepsWhatTheListSaysOfIt() {
    InputFile file = new InputFile("/x/a.json", 5_000_000_000L, 1_700_000_000_123L, "etag");

    PAssert.that(
            files(ListedFiles.of(List.of(file)))
                .apply(
                    MapElements.into(TypeDescriptors.strings())
                        .via(f -> f.resourceId() + " " + f.sizeBytes() + f.lastModifiedMillis())))
        .containsInAnyOrder("/x/a.json 50000000001700000000123");
    pipeline.run();
  }

  @Test
  void anEmptyListGivesNoFiles() {
    PAssert.that(files(ListedFiles.of(List.of()))).empty();
    pipeline.run();
  }

  @Test
  void eachOfManyFilesIsHandedOutOnce() {
    List<String> names = IntStream.range(0, 500).mapToObj(i -> "/x/" + i + ".json").toList();

    PAssert.that(names(files(ListedFiles.of(listed(names))))).containsInAnyOrder(names);
    pipeline.run();
  }

  @Test
  void aFileThatIsListedTwiceIsHandedOutOnce() {
    PAssert.that(names(files(ListedFiles.of(listed(List.of("/x/a", "/x/b", "/x/a"))))))
        .containsInAnyOrder("/x/a", "/x/b");
    pipeline.run();
  }

  @Test
  void twoFilesOfOneNameAreRefused() {
    List<InputFile> files =
        List.of(new InputFile("/x/a", 1, 0, null), new InputFile("/x/a", 2, 0, null));

    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> ListedFiles.of(files));

    assertThat(refusal.getMessage(), containsString("/x/a"));
  }

  @Test
  void filesAreSpreadOverWorkers() {
    List<String> names = IntStream.range(0, 200).mapToObj(i -> "/x/" + i).toList();

    PAssert.that(files(ListedFiles.of(listed(names))).apply(ParDo.of(new BundleFn())))
        .satisfies(ListedFilesTest::areMany);
    pipeline.run();
  }

  @Test
  void filesStandAtTheBeginningOfAllTimesSoThatTheirEventsMayBeOfAnyTime() {
    PAssert.that(
            files(ListedFiles.of(listed(List.of("/x/a", "/x/b"))))
                .apply(ParDo.of(new TimestampFn())))
        .containsInAnyOrder(
            BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis(),
            BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis());
    pipeline.run();
  }

  private static Void areMany(Iterable<Integer> bundles) {
    if (ImmutableList.copyOf(bundles).size() < 10) {
      throw new AssertionError("200 files in bundles of " + ImmutableSet.copyOf(bundles));
    }
    return null;
  }

  private static List<InputFile> listed(List<String> names) {
    return names.stream().map(name -> new InputFile(name, 1, 2, null)).toList();
  }

  private PCollection<Metadata> files(ListedFiles step) {
    return pipeline.apply(step);
  }

  private static PCollection<String> names(PCollection<Metadata> files) {
    return files.apply(
        MapElements.into(TypeDescriptors.strings()).via(file -> file.resourceId().toString()));
  }

  /** The number of files in each bundle: what one worker takes at once. */
  private static final class BundleFn extends DoFn<Metadata, Integer> {
    private static final long serialVersionUID = 1L;

    private int files;

    @StartBundle
    public void startBundle() {
      files = 0;
    }

    @ProcessElement
    public void process() {
      files++;
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      context.output(files, BoundedWindow.TIMESTAMP_MIN_VALUE, GlobalWindow.INSTANCE);
    }
  }

  private static final class TimestampFn extends DoFn<Metadata, Long> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Timestamp Instant time, OutputReceiver<Long> out) {
      out.output(time.getMillis());
    }
  }
}
