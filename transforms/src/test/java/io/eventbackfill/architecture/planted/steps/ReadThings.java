package io.eventbackfill.architecture.planted.steps;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;

/** A step. */
public final class ReadThings extends PTransform<PCollection<String>, PCollection<String>> {
  /** A value of its own. */
  public record Thing(String name) {}

  @Override
  public PCollection<String> expand(PCollection<String> input) {
    return input;
  }
}
