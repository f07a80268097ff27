package io.eventbackfill.steps;

import io.eventbackfill.coders.ExamplesCoder;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.planning.Examples;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;

/**
 * Picks a few rows of each reason, to be looked at.
 *
 * <p>Input: records. Output: one value, without any examples if there are no records. Failures:
 * none. Order: none needed, the smallest origins are picked. Retried: the same ones.
 */
public final class PickExamples extends PTransform<PCollection<SetAside>, PCollection<Examples>> {
  private static final long serialVersionUID = 1L;

  private PickExamples() {}

  /** Picks {@value Examples#OF_EACH} of each reason. */
  public static PickExamples ofEachReason() {
    return new PickExamples();
  }

  @Override
  public PCollection<Examples> expand(PCollection<SetAside> records) {
    return records.apply("Pick", Combine.globally(new PickFn()));
  }

  static final class PickFn extends CombineFn<SetAside, Examples, Examples> {
    private static final long serialVersionUID = 1L;

    @Override
    public Examples createAccumulator() {
      return new Examples();
    }

    @Override
    public Examples addInput(Examples picked, SetAside record) {
      picked.add(record);
      return picked;
    }

    @Override
    public Examples mergeAccumulators(Iterable<Examples> picked) {
      Examples all = new Examples();
      picked.forEach(all::merge);
      return all;
    }

    @Override
    public Examples extractOutput(Examples picked) {
      return picked;
    }

    @Override
    public Coder<Examples> getAccumulatorCoder(CoderRegistry registry, Coder<SetAside> input) {
      return ExamplesCoder.of();
    }

    @Override
    public Coder<Examples> getDefaultOutputCoder(CoderRegistry registry, Coder<SetAside> input) {
      return ExamplesCoder.of();
    }
  }
}
