package io.eventbackfill.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.destinations.posthog.PostHogDestination;
import io.eventbackfill.emulators.posthog.PostHogEmulator;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

class RecentKeysTest {
  private static final List<String> PROBLEMS = new ArrayList<>();

  private final RecentKeys recent = new RecentKeys(byUuid());

  private static Destination byUuid() {
    PostHogDestination.Factory factory = new PostHogDestination.Factory();
    Destination.Settings settings =
        new Destination.Settings(
            Secret.of(PostHogEmulator.DEFAULT_TOKEN),
            "us",
            Optional.empty(),
            100,
            1_000_000,
            PostHogEmulator.START);
    return factory.create(
        settings, PipelineOptionsFactory.create().as(factory.optionsType()), PROBLEMS);
  }

  private static QueuedEvent event(int uuid, String content) {
    String body = "{\"event\":\"%s\",\"uuid\":\"00000000-0000-4000-8000-%012d\"}";
    return new QueuedEvent(
        "any",
        new EventTime(0, null, 0),
        new Who("device", null, null),
        "d:device",
        new Origin("file", null, 1),
        Bytes.of(body.formatted(content, uuid)));
  }

  @Test
  void theSameOnceMoreIsACopy() {
    assertThat(recent.take(event(1, "a")), is(Optional.empty()));
    assertThat(recent.take(event(2, "a")), is(Optional.empty()));
    assertThat(recent.take(event(1, "a")), is(Optional.of(Reason.DUPLICATE)));
  }

  @Test
  void anotherUnderTheSameKeyIsNone() {
    assertThat(recent.take(event(1, "a")), is(Optional.empty()));
    assertThat(recent.take(event(1, "b")), is(Optional.of(Reason.REUSED_IDENTITY)));
    assertThat(
        "the first one counts", recent.take(event(1, "a")), is(Optional.of(Reason.DUPLICATE)));
  }

  @Test
  void onlyWhatMayShareARequestIsRemembered() {
    recent.take(event(0, "a"));
    for (int uuid = 1; uuid < 10_000; uuid++) {
      recent.take(event(uuid, "a"));
    }
    assertThat(recent.take(event(0, "a")), is(Optional.of(Reason.DUPLICATE)));
    recent.take(event(10_000, "a"));

    assertThat(recent.take(event(0, "a")), is(Optional.empty()));
  }

  @Test
  void whoTellsNoKeyHasNoCopies() {
    RecentKeys none = new RecentKeys(Bench.amplitude(Secret.of(Bench.KEY)));

    none.take(event(1, "a"));

    assertThat(none.take(event(1, "a")), is(Optional.empty()));
  }
}
