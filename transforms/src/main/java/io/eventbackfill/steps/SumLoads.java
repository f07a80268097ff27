package io.eventbackfill.steps;

import io.eventbackfill.coders.ActorLoadsCoder;
import io.eventbackfill.pacing.ActorLoads;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine.CombineFn;

/** Adds the loads of actors up; without any, the sum is empty. */
final class SumLoads extends CombineFn<ActorLoads, ActorLoads, ActorLoads> {
  private static final long serialVersionUID = 1L;

  @Override
  public ActorLoads createAccumulator() {
    return ActorLoads.empty();
  }

  @Override
  public ActorLoads addInput(ActorLoads sum, ActorLoads part) {
    sum.merge(part);
    return sum;
  }

  @Override
  public ActorLoads mergeAccumulators(Iterable<ActorLoads> sums) {
    ActorLoads whole = ActorLoads.empty();
    sums.forEach(whole::merge);
    return whole;
  }

  @Override
  public ActorLoads extractOutput(ActorLoads sum) {
    return sum;
  }

  @Override
  public Coder<ActorLoads> getAccumulatorCoder(CoderRegistry registry, Coder<ActorLoads> input) {
    return ActorLoadsCoder.of();
  }

  @Override
  public Coder<ActorLoads> getDefaultOutputCoder(CoderRegistry registry, Coder<ActorLoads> input) {
    return ActorLoadsCoder.of();
  }
}
