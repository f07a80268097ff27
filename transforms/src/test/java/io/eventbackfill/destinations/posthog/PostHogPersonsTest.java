package io.eventbackfill.destinations.posthog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.model.Link;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.Profile;
import io.eventbackfill.model.QueuedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostHogPersonsTest {
  private static final Path EXPECTED = Path.of("../test-data/expected/posthog");
  private static final Origin ORIGIN = new Origin("persons", null, 1);
  private static final long MICROS = 1_709_251_483_349_999L;
  private static final String PROPERTIES =
      """
      {"plan":"pro","initial_utm_source":"bing","initial_referrer":"EMPTY","initial_gclid":"g1",
       "initial_plan":"free","utm_source":"EMPTY","nothing":null,"age":41.50}
      """
          .strip();

  private static PostHogPersons persons(PostHogPersonPolicy policy) {
    return new PostHogPersons(PostHogSample.LABELS, policy, true, PostHogForm.V0);
  }

  private static Optional<QueuedEvent> link(String device, String user) {
    return persons(PostHogPersonPolicy.NONE).link(new Link(device, user, MICROS), ORIGIN);
  }

  private static Optional<QueuedEvent> profile(PostHogPersonPolicy policy, String properties) {
    return persons(policy)
        .profile(new Profile("user-1", null, MICROS, PostHogSample.json(properties)), ORIGIN);
  }

  private static JsonNode sent(Optional<QueuedEvent> event) {
    return PostHogSample.read(event.orElseThrow().body().array());
  }

  private static JsonNode expected(String file) throws IOException {
    return PostHogSample.read(Files.readAllBytes(EXPECTED.resolve(file)));
  }

  @Test
  void aLinkMergesTheDeviceIntoTheUser() throws IOException {
    QueuedEvent event = link("device-1", "user-1").orElseThrow();

    assertThat(PostHogSample.read(event.body().array()), equalTo(expected("identify.json")));
    assertThat(event.time().micros(), is(MICROS));
    assertThat(event.orderKey(), is("u:user-1"));
    assertThat(event.origin(), is(ORIGIN));
  }

  @Test
  void aLinkIsTheSameWheneverItWasSeen() {
    QueuedEvent sooner =
        persons(PostHogPersonPolicy.NONE)
            .link(new Link("device-1", "user-1", 1), ORIGIN)
            .orElseThrow();

    assertThat(sooner.identity(), is(link("device-1", "user-1").orElseThrow().identity()));
    assertThat(sooner.identity(), not(link("user-1", "device-1").orElseThrow().identity()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "anonymous",
        "Guest",
        "DISTINCTID",
        "distinct_id",
        "ID",
        "not_authenticated",
        "Email",
        "undefined",
        "True",
        "false",
        "[object Object]",
        "NaN",
        "None",
        "none",
        "null",
        "0",
        "",
        "  ",
        "\"null\"",
        "'undefined'",
        " null ",
        "nil",
        "00000000-0000-0000-0000-000000000000",
        "anonymous-user",
        "Backend",
        "nan",
        "SYSTEM",
        "User"
      })
  void nothingIsMergedThroughAnIdOfNobody(String id) {
    assertThat(link(id, "user-1"), is(Optional.empty()));
    assertThat(link("device-1", id), is(Optional.empty()));
    assertThat(
        persons(PostHogPersonPolicy.SET_ONCE)
            .profile(new Profile(id, null, MICROS, PostHogSample.json("{\"a\":1}")), ORIGIN),
        is(Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NULL", "NONE", "user-1a", "00", "idx"})
  void otherIdsAreSomebody(String id) {
    assertThat(link(id, "user-1").isPresent(), is(true));
  }

  @Test
  void aUserIsNotLinkedToItself() {
    assertThat(link("same", "same"), is(Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({"SET_ONCE, profile-set-once.json", "LATEST_AT_END, profile-latest.json"})
  void aProfileSaysWhatWasLastKnown(PostHogPersonPolicy policy, String file) throws IOException {
    assertThat(sent(profile(policy, PROPERTIES)), equalTo(expected(file)));
  }

  @ParameterizedTest
  @EnumSource(PostHogPersonPolicy.class)
  void aProfileOfNothingIsNone(PostHogPersonPolicy policy) {
    assertThat(profile(policy, "{}"), is(Optional.empty()));
    assertThat(
        profile(policy, "{\"initial_referrer\":\"EMPTY\",\"a\":null}"), is(Optional.empty()));
  }

  @Test
  void profilesCanBeLeftOut() {
    assertThat(profile(PostHogPersonPolicy.NONE, PROPERTIES), is(Optional.empty()));
  }

  @Test
  void whatAProfileIsKnownByDependsOnWhatItSays() {
    String one = identity("{\"a\":1,\"b\":{\"c\":2,\"d\":3}}");

    assertThat(identity("{\"b\":{\"d\":3, \"c\":2},\"a\":1}"), is(one));
    assertThat(identity("{\"a\":1,\"b\":{\"c\":2,\"d\":4}}"), not(one));
    QueuedEvent ofADevice =
        persons(PostHogPersonPolicy.SET_ONCE)
            .profile(new Profile(null, "user-1", MICROS, PostHogSample.json("{\"a\":1}")), ORIGIN)
            .orElseThrow();
    assertThat(ofADevice.identity(), not(identity("{\"a\":1}")));
    assertThat(ofADevice.who().device(), is("user-1"));
  }

  private static String identity(String properties) {
    return profile(PostHogPersonPolicy.SET_ONCE, properties).orElseThrow().identity();
  }
}
