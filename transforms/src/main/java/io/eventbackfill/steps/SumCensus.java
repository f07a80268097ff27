package io.eventbackfill.steps;

import io.eventbackfill.coders.CensusCoder;
import io.eventbackfill.planning.Census;
import java.time.Instant;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine.CombineFn;

/** Adds parts of a census up; without any, nothing was counted. */
final class SumCensus extends CombineFn<Census, Census, Census> {
  private static final long serialVersionUID = 1L;

  private final Instant now;

  SumCensus(Instant now) {
    this.now = now;
  }

  @Override
  public Census createAccumulator() {
    return Census.at(now);
  }

  @Override
  public Census addInput(Census sum, Census part) {
    sum.merge(part);
    return sum;
  }

  @Override
  public Census mergeAccumulators(Iterable<Census> sums) {
    Census whole = createAccumulator();
    sums.forEach(whole::merge);
    return whole;
  }

  @Override
  public Census extractOutput(Census sum) {
    return sum;
  }

  @Override
  public Coder<Census> getAccumulatorCoder(CoderRegistry registry, Coder<Census> input) {
    return CensusCoder.of();
  }

  @Override
  public Coder<Census> getDefaultOutputCoder(CoderRegistry registry, Coder<Census> input) {
    return CensusCoder.of();
  }
}
