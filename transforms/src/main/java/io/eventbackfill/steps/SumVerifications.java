package io.eventbackfill.steps;

import io.eventbackfill.coders.VerificationCoder;
import io.eventbackfill.verification.Verification;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine.CombineFn;

/** Adds verifications up. */
final class SumVerifications extends CombineFn<Verification, Verification, Verification> {
  private static final long serialVersionUID = 1L;

  @Override
  public Verification createAccumulator() {
    return new Verification();
  }

  @Override
  public Verification addInput(Verification sum, Verification part) {
    sum.add(part);
    return sum;
  }

  @Override
  public Verification mergeAccumulators(Iterable<Verification> sums) {
    Verification whole = new Verification();
    sums.forEach(whole::add);
    return whole;
  }

  @Override
  public Verification extractOutput(Verification sum) {
    return sum;
  }

  @Override
  public Coder<Verification> getAccumulatorCoder(
      CoderRegistry registry, Coder<Verification> input) {
    return VerificationCoder.of();
  }

  @Override
  public Coder<Verification> getDefaultOutputCoder(
      CoderRegistry registry, Coder<Verification> input) {
    return VerificationCoder.of();
  }
}
