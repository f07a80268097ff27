package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.coders.ActorLoadsCoder;
import io.eventbackfill.model.Actor;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.pacing.ActorLoads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.CombineFnTester;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.hamcrest.FeatureMatcher;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;

class SumLoadsTest {
  private static final Map<Actor, Long> WHOLE =
      Map.of(Actor.device("d0"), 100L, Actor.device("d1"), 100L, Actor.user("u"), 200L);

  private final TestPipeline pipeline = Given.pipeline();

  @Test
  void partsMakeAWhole() {
    PAssert.thatSingleton(
            pipeline
                .apply(Create.of(parts()).withCoder(ActorLoadsCoder.of()))
                .apply(Combine.globally(new SumLoads())))
        .satisfies(
            whole -> {
              assertThat(whole.over(0), equalTo(WHOLE));
              return null;
            });
    pipeline.run();
  }

  @Test
  void withoutPartsTheWholeIsEmpty() {
    PAssert.thatSingleton(
            pipeline
                .apply(Create.empty(ActorLoadsCoder.of()))
                .apply(Combine.globally(new SumLoads())))
        .satisfies(
            whole -> {
              assertThat(whole.isEmpty(), is(true));
              return null;
            });
    pipeline.run();
  }

  @Test
  void anyWayOfAddingUpGivesTheSame() {
    CombineFnTester.testCombineFn(new SumLoads(), parts(), over(WHOLE));
  }

  private static List<ActorLoads> parts() {
    List<ActorLoads> parts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ActorLoads part = ActorLoads.empty();
      part.add(new Who("d" + i % 2, "u", null));
      parts.add(part);
    }
    return parts;
  }

  private static Matcher<ActorLoads> over(Map<Actor, Long> all) {
    return new FeatureMatcher<>(equalTo(all), "loads with", "loads") {
      @Override
      protected Map<Actor, Long> featureValueOf(ActorLoads loads) {
        return loads.over(0);
      }
    };
  }
}
