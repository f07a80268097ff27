package io.eventbackfill.steps;

import io.eventbackfill.pacing.ActorLoads;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;

/**
 * Adds up how many events each device and each user has.
 *
 * <p>Input: parts. Output: one value, of nobody if there are no parts. Failures: none. Order: none
 * needed. Retried: the same bounds.
 */
public final class AddUpLoads extends PTransform<PCollection<ActorLoads>, PCollection<ActorLoads>> {
  private static final long serialVersionUID = 1L;

  private AddUpLoads() {}

  /** Adds loads up. */
  public static AddUpLoads ofActors() {
    return new AddUpLoads();
  }

  @Override
  public PCollection<ActorLoads> expand(PCollection<ActorLoads> parts) {
    return parts.apply("Sum", Combine.globally(new SumLoads()));
  }
}
