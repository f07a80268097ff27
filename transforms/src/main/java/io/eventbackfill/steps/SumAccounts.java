package io.eventbackfill.steps;

import io.eventbackfill.coders.AccountCoder;
import io.eventbackfill.model.Account;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine.CombineFn;

/** Adds accounts up. */
final class SumAccounts extends CombineFn<Account, Account, Account> {
  private static final long serialVersionUID = 1L;

  @Override
  public Account createAccumulator() {
    return new Account();
  }

  @Override
  public Account addInput(Account sum, Account part) {
    sum.add(part);
    return sum;
  }

  @Override
  public Account mergeAccumulators(Iterable<Account> sums) {
    Account whole = new Account();
    sums.forEach(whole::add);
    return whole;
  }

  @Override
  public Account extractOutput(Account sum) {
    return sum;
  }

  @Override
  public Coder<Account> getAccumulatorCoder(CoderRegistry registry, Coder<Account> input) {
    return AccountCoder.of();
  }

  @Override
  public Coder<Account> getDefaultOutputCoder(CoderRegistry registry, Coder<Account> input) {
    return AccountCoder.of();
  }
}
