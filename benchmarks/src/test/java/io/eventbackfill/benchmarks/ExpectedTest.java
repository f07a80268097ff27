package io.eventbackfill.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.model.Reason;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpectedTest {
  @Test
  void countsMustFit() {
    Expected two = Expected.exactly(Reason.REFUSED, 2);

    assertThat(two.faults(Map.of(Reason.DELIVERED, 8L, Reason.REFUSED, 2L), 10), is(empty()));
    assertThat(
        two.faults(Map.of(Reason.DELIVERED, 8L, Reason.GAVE_UP, 2L), 10),
        contains("0 refused, expected 2", "2 gave-up, expected 0"));
    assertThat(
        Expected.allDelivered().faults(Map.of(Reason.DELIVERED, 8L), 10),
        contains("8 of 10 events have an outcome"));
    assertThat(
        Expected.between(Reason.DAILY_QUOTA, 3, 5).faults(Map.of(Reason.DAILY_QUOTA, 6L), 6),
        contains("6 daily-quota, expected 3 to 5"));
  }
}
