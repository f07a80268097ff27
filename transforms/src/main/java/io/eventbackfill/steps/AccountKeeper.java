package io.eventbackfill.steps;

import io.eventbackfill.model.Account;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.TupleTag;

/**
 * The part of the account that one bundle keeps. It leaves with the bundle's other output, so work
 * that an engine throws away and repeats is counted once.
 */
final class AccountKeeper {
  private Account account = new Account();

  Account account() {
    return account;
  }

  /** Hands the account over at the end of a bundle and begins a new one. */
  <InT, OutT> void release(DoFn<InT, OutT>.FinishBundleContext context, TupleTag<Account> to) {
    if (!account.isEmpty()) {
      context.output(to, account, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
      account = new Account();
    }
  }
}
