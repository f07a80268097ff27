package io.eventbackfill.architecture.planted.steps;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;

/** A step that applies another one, changes, and shows its function. */
public final class CountThings extends PTransform<PCollection<String>, PCollection<String>> {
  private int counted;

  @Override
  public PCollection<String> expand(PCollection<String> input) {
    counted++;
    return input.apply("Read" + counted, new ReadThings());
  }

  /** A function that knows another step's value. */
  public static final class CountFn extends DoFn<String, String> {
    @ProcessElement
    public void process(@Element String element, OutputReceiver<String> out) {
      out.output(new ReadThings.Thing(element).name());
    }
  }
}
