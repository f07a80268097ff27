package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.eventbackfill.coders.PersonFactsCoder;
import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.persons.PersonFacts;
import io.eventbackfill.persons.PersonFacts.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SumUpProfilesTest {
  private static final SumUpProfiles STEP = SumUpProfiles.by(new TellingDestination.Profiles(), 65);

  private final TestPipeline pipeline = Given.pipeline();

  /** Each event in a part of its own. */
  private final List<PersonFacts> parts = new ArrayList<>();

  @Test
  void theLatestPropertiesOfAUserAreTold() {
    seen(5, "d", "anna", 1);
    seen(9, null, "anna", 3);
    seen(7, "e", "anna", 2);
    seen(1, null, "ben", 4);

    SumUpProfiles.Result profiles = facts().apply(STEP);

    PAssert.that(said(profiles))
        .containsInAnyOrder("65: anna is {\"n\":3} at 9", "65: ben is {\"n\":4} at 1");
    Seen.assertFiles(profiles.account(), "generated:profiles read 2 {}{}");
    pipeline.run();
  }

  @Test
  void aDeviceHasAProfileIfNoUserHasUsedIt() {
    seen(5, "own", "anna", 1);
    seen(9, "own", null, 2);
    seen(3, "lonely", null, 3);
    seen(4, "lonely", null, 4);

    SumUpProfiles.Result profiles = facts().apply(STEP);

    PAssert.that(said(profiles))
        .containsInAnyOrder("65: anna is {\"n\":1} at 5", "65: device lonely is {\"n\":4} at 4");
    pipeline.run();
  }

  @Test
  void aDeviceThatAMergeHasGivenAUserHasNone() {
    seen(3, "joined", null, 3);
    seen(4, "lonely", null, 4);
    PCollection<String> joined =
        pipeline.apply(Create.of("joined", "unheard of").withCoder(StringUtf8Coder.of()));

    PAssert.that(said(facts().apply(STEP.without(joined))))
        .containsInAnyOrder("65: device lonely is {\"n\":4} at 4");
    pipeline.run();
  }

  @Test
  void aProfileThatIsNotTakenIsCounted() {
    seen(3, null, "null", 3);

    SumUpProfiles.Result profiles = facts().apply(STEP);

    PAssert.that(profiles.events()).empty();
    Seen.assertFiles(profiles.account(), "generated:profiles read 1 {NOT_PROFILED=1}{}");
    pipeline.run();
  }

  @Test
  void withoutFactsThereAreNoProfiles() {
    SumUpProfiles.Result profiles = facts().apply(STEP);

    PAssert.that(profiles.events()).empty();
    assertThat(
        Set.copyOf(profiles.expand().values()),
        equalTo(Set.of(profiles.events(), profiles.account())));
    pipeline.run();
  }

  private void seen(long micros, @Nullable String device, @Nullable String user, long n) {
    JsonValue properties = JsonValue.object(Map.of("n", JsonValue.of(n)));
    PersonFacts facts = new PersonFacts();
    facts.add(
        new Event(
            "i",
            "x",
            new EventTime(micros, null, 0),
            new Who(device, user, null),
            Map.of(Attributes.USER_PROPERTIES, properties)),
        new Wanted(false, true));
    parts.add(facts);
  }

  private PCollection<PersonFacts> facts() {
    return pipeline.apply("Facts", Create.of(parts).withCoder(PersonFactsCoder.of()));
  }

  private static PCollection<String> said(SumUpProfiles.Result profiles) {
    return profiles
        .events()
        .apply(
            FlatMapElements.into(TypeDescriptors.strings())
                .via(
                    block ->
                        block.getValue().events().stream()
                            .map(event -> block.getKey() + ": " + event.body().text())
                            .toList()));
  }
}
