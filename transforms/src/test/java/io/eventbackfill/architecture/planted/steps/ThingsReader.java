package io.eventbackfill.architecture.planted.steps;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;

/** A step named for what it is. */
public final class ThingsReader extends PTransform<PCollection<String>, PCollection<String>> {
  @Override
  public PCollection<String> expand(PCollection<String> input) {
    return input;
  }
}
