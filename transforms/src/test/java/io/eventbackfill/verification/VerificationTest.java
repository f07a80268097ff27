package io.eventbackfill.verification;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.model.Reason;
import io.eventbackfill.verification.Verification.Sides;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private static final Sides ONE = new Sides(1, 0);

  private static Example example(int n) {
    return new Example("id", n, "t", "file:" + n, "");
  }

  @Test
  void theEarliestExamplesAreKeptWhateverComesFirst() {
    Verification upwards = new Verification();
    Verification downwards = new Verification();
    for (int n = 0; n < 50; n++) {
      upwards.example(Difference.MISSING, example(n));
      downwards.example(Difference.MISSING, example(49 - n));
    }
    upwards.add(downwards);

    assertThat(upwards.examples(Difference.MISSING), hasSize(20));
    assertThat(
        upwards.examples(Difference.MISSING), equalTo(downwards.examples(Difference.MISSING)));
    assertThat(upwards.examples(Difference.MISSING).last(), is(example(19)));
  }

  @Test
  void typesBeyondAllMeasureAreCountedTogether() {
    Verification one = new Verification();
    Verification other = new Verification();
    for (int n = 0; n < Verification.MOST_NAMES; n++) {
      (n % 2 == 0 ? one : other).ofType("type " + n, ONE);
      one.ofType("zz " + n, ONE);
    }
    one.ofType("!", ONE);
    one.add(other);

    assertThat(one.types().size(), is(Verification.MOST_NAMES + 1));
    assertThat(one.types().values().stream().mapToLong(Sides::sent).sum(), is(20_001L));
    assertThat(one.types().get(Verification.OTHERS), is(new Sides(10_001, 0)));
    assertThat(one.types().containsKey("!"), is(true));
  }

  @Test
  void whatCouldNotBeReadIsNotEqual() {
    Verification found = new Verification();
    assertThat(found.isEqual(), is(true));
    found.notOurs(3);
    found.setAside(2);
    assertThat(found.isEqual(), is(true));
    found.unread(Reason.TRUNCATED_FILE, 1);
    assertThat(found.isEqual(), is(false));
    assertThat(found.unread(), is(Map.of(Reason.TRUNCATED_FILE, 1L)));
  }

  @Test
  void daysAreThoseOfUtc() {
    Verification found = new Verification();
    found.sent(Prints.print("{'type':'t'}", -1, 0));
    found.stored(Prints.print("{'type':'t'}", 0, 0), 2);

    assertThat(
        found.days(),
        equalTo(Map.of("1969-12-31", new Sides(1, 0), "1970-01-01", new Sides(0, 2))));
    assertThat(found.types(), equalTo(Map.of("t", new Sides(1, 2))));
    assertThat(found.all(), is(new Sides(1, 2)));
  }
}
