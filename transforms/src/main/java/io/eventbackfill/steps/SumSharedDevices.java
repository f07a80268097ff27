package io.eventbackfill.steps;

import io.eventbackfill.coders.SharedDevicesCoder;
import io.eventbackfill.planning.SharedDevices;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine.CombineFn;

/** Puts shared devices together, of which no two are the same; without any there are none. */
final class SumSharedDevices extends CombineFn<SharedDevices, SharedDevices, SharedDevices> {
  private static final long serialVersionUID = 1L;

  @Override
  public SharedDevices createAccumulator() {
    return new SharedDevices();
  }

  @Override
  public SharedDevices addInput(SharedDevices sum, SharedDevices part) {
    sum.merge(part);
    return sum;
  }

  @Override
  public SharedDevices mergeAccumulators(Iterable<SharedDevices> sums) {
    SharedDevices whole = new SharedDevices();
    sums.forEach(whole::merge);
    return whole;
  }

  @Override
  public SharedDevices extractOutput(SharedDevices sum) {
    return sum;
  }

  @Override
  public Coder<SharedDevices> getAccumulatorCoder(
      CoderRegistry registry, Coder<SharedDevices> input) {
    return SharedDevicesCoder.of();
  }

  @Override
  public Coder<SharedDevices> getDefaultOutputCoder(
      CoderRegistry registry, Coder<SharedDevices> input) {
    return SharedDevicesCoder.of();
  }
}
