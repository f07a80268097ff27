package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.coders.AccountCoder;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.Reason;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;

class AddUpTest {
  private final TestPipeline pipeline = Given.pipeline();

  @Test
  void partsMakeAWhole() {
    List<Account> parts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Account part = new Account();
      part.read("f" + i % 2, 2);
      part.ended("f" + i % 2, Reason.DELIVERED, 1);
      part.ended("f" + i % 2, Reason.DUPLICATE, 1);
      parts.add(part);
    }

    Seen.assertFiles(
        pipeline.apply(Create.of(parts).withCoder(AccountCoder.of())),
        "f0 read 200 {DELIVERED=100, DUPLICATE=100}{}",
        "f1 read 200 {DELIVERED=100, DUPLICATE=100}{}");
    pipeline.run();
  }

  @Test
  void withoutPartsTheWholeIsEmpty() {
    PAssert.thatSingleton(pipeline.apply(Create.empty(AccountCoder.of())).apply(AddUp.accounts()))
        .satisfies(
            account -> {
              assertThat(account.isEmpty(), is(true));
              return null;
            });
    pipeline.run();
  }
}
