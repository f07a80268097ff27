package io.eventbackfill.steps;

import io.eventbackfill.model.Account;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;

/**
 * Adds parts of the account up to a whole.
 *
 * <p>Input: parts. Output: one account, an empty one if there are no parts. Failures: none. Order:
 * none needed. Retried: the same sum.
 */
public final class AddUp extends PTransform<PCollection<Account>, PCollection<Account>> {
  private static final long serialVersionUID = 1L;

  private AddUp() {}

  /** Adds accounts up. */
  public static AddUp accounts() {
    return new AddUp();
  }

  @Override
  public PCollection<Account> expand(PCollection<Account> parts) {
    return parts.apply("Sum", Combine.globally(new SumAccounts()));
  }
}
