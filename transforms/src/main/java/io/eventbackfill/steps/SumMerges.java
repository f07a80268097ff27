package io.eventbackfill.steps;

import io.eventbackfill.coders.MergedPersonsCoder;
import io.eventbackfill.coders.MergesCoder;
import io.eventbackfill.model.Merge;
import io.eventbackfill.persons.MergedPersons;
import io.eventbackfill.persons.Merges;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine.CombineFn;

/** Puts records of merges together; without any, nobody was merged. */
final class SumMerges extends CombineFn<Merge, Merges, MergedPersons> {
  private static final long serialVersionUID = 1L;

  @Override
  public Merges createAccumulator() {
    return new Merges();
  }

  @Override
  public Merges addInput(Merges sum, Merge merge) {
    sum.add(merge);
    return sum;
  }

  @Override
  public Merges mergeAccumulators(Iterable<Merges> sums) {
    Merges whole = new Merges();
    sums.forEach(whole::merge);
    return whole;
  }

  @Override
  public MergedPersons extractOutput(Merges sum) {
    return sum.persons();
  }

  @Override
  public Coder<Merges> getAccumulatorCoder(CoderRegistry registry, Coder<Merge> input) {
    return MergesCoder.of();
  }

  @Override
  public Coder<MergedPersons> getDefaultOutputCoder(CoderRegistry registry, Coder<Merge> input) {
    return MergedPersonsCoder.of();
  }
}
