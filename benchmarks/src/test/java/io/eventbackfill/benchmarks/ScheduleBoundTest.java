package io.eventbackfill.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.benchmarks.Population.Member;
import io.eventbackfill.benchmarks.ScheduleBound.Busiest;
import io.eventbackfill.pacing.PacingLimits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleBoundTest {
  private static final PacingLimits LIMITS = new PacingLimits(1000, 100, 30, 500_000);

  @Test
  void theProjectDecidesWhereNobodyIsBusy() {
    ScheduleBound bound = ScheduleBound.of(1_000_000, new Busiest(1000, 1000), LIMITS, 1000);

    assertThat(bound.events(), is(Duration.ofSeconds(1000)));
    assertThat(bound.requests(), is(Duration.ofSeconds(10)));
    assertThat(bound.device(), is(Duration.ofMillis(33_334)));
    assertThat(bound.total(), is(Duration.ofSeconds(1000)));
    assertThat(bound.decidedBy(), is("project"));
  }

  @Test
  void aBusyDeviceDecides() {
    ScheduleBound bound = ScheduleBound.of(1_000_000, new Busiest(200_000, 200_000), LIMITS, 1000);

    assertThat(bound.total(), is(Duration.ofMillis(6_666_667)));
    assertThat(bound.decidedBy(), is("device"));
  }

  @Test
  void aUserOfManyDevicesDecides() {
    ScheduleBound bound = ScheduleBound.of(1000, new Busiest(10, 300), LIMITS, 1000);

    assertThat(bound.total(), is(Duration.ofSeconds(10)));
    assertThat(bound.decidedBy(), is("user"));
  }

  @Test
  void smallRequestsDecide() {
    ScheduleBound bound = ScheduleBound.of(1001, new Busiest(1, 1), LIMITS, 5);

    // 201 requests at 100 a second.
    assertThat(bound.total(), is(Duration.ofMillis(2010)));
    assertThat(bound.decidedBy(), is("requests"));
  }

  @Test
  void countsOfAWorkload() {
    Population one = Population.of(List.of(new Member("device", "user-of-it", 1)));
    ScheduleBound bound = ScheduleBound.of(Workload.of(one, 600), LIMITS, 1000);

    assertThat(bound.device(), is(Duration.ofSeconds(20)));
    assertThat(bound.user(), is(Duration.ofSeconds(20)));
  }
}
