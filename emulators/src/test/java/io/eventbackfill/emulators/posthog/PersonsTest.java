package io.eventbackfill.emulators.posthog;

import static io.eventbackfill.emulators.posthog.Captures.emulator;
import static io.eventbackfill.emulators.posthog.Captures.event;
import static io.eventbackfill.emulators.posthog.Captures.json;
import static io.eventbackfill.emulators.posthog.Captures.numbers;
import static io.eventbackfill.emulators.posthog.Captures.send;
import static io.eventbackfill.emulators.posthog.Captures.warnings;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Merge rules and person properties, as in person-merge-service.ts and person-update.ts. */
class PersonsTest {

  private final PostHogEmulator emulator = emulator();
  private int number;

  private void seen(String id, String more) {
    send(emulator, event(++number, "e", id, more));
  }

  private void identify(String user, String anonymous) {
    send(
        emulator,
        event(
            ++number,
            "$identify",
            user,
            ",'properties':{'$anon_distinct_id':'" + anonymous + "'}"));
  }

  private Set<String> idsOf(String id) {
    return emulator.persons().get(id).distinctIds();
  }

  @Test
  void ofTwoUnknownIdsAnIdentifyMakesOnePerson() {
    identify("user", "device");
    assertThat(idsOf("device"), is(Set.of("user", "device")));
    assertThat(emulator.persons().get("user").identified(), is(true));
  }

  @Test
  void anUnknownIdIsAddedToTheKnownPerson() {
    seen("device", "");
    assertThat(emulator.persons().get("device").identified(), is(false));
    identify("user", "device");
    assertThat(idsOf("user"), is(Set.of("user", "device")));
    assertThat(emulator.persons().get("device").identified(), is(true));
  }

  @Test
  void twoKnownPersonsAreMergedIntoTheEventsOwn() {
    seen("device", ",'timestamp':'2023-01-01T00:00:00Z','$set':{'a':'device','b':'device'}");
    seen("user", ",'timestamp':'2024-01-01T00:00:00Z','$set':{'a':'user'}");
    identify("user", "device");
    Person person = emulator.persons().get("device");
    assertThat(person, is(emulator.persons().get("user")));
    assertThat(person.properties(), is(json("{'a':'user','b':'device'}")));
    assertThat(person.created(), is(Instant.parse("2023-01-01T00:00:00Z")));
  }

  // Shared device: the second user has a person of his own, so the refusal protects both.
  @Test
  void aDeviceOfAnIdentifiedPersonIsNotMergedIntoAnotherPerson() {
    identify("first", "device");
    seen("second", "");
    identify("second", "device");
    assertThat(idsOf("device"), is(Set.of("first", "device")));
    assertThat(idsOf("second"), is(Set.of("second")));
    assertThat(warnings(emulator), is(List.of("cannot_merge_already_identified")));
    assertThat(emulator.warnings().get(0).details().get("source"), is("device"));
    // The refused event is stored all the same.
    assertThat(numbers(emulator.stored()), is("1 2 3"));
  }

  // The refusal is for two persons: nobody is asked whether the one that exists is identified.
  @Test
  void anUnseenSecondUserIsFusedWithTheFirst() {
    identify("first", "device");
    identify("second", "device");
    assertThat(idsOf("second"), is(Set.of("first", "second", "device")));
    assertThat(emulator.warnings(), is(List.of()));
  }

  @Test
  void anAliasIsRefusedLikeAnIdentifyAndADangerousMergeIsNot() {
    identify("a", "d1");
    identify("b", "d2");
    send(emulator, event(10, "$create_alias", "a", ",'properties':{'alias':'b'}"));
    assertThat(idsOf("b"), is(Set.of("b", "d2")));
    send(emulator, event(11, "$merge_dangerously", "a", ",'properties':{'alias':'b'}"));
    assertThat(idsOf("b"), is(Set.of("a", "b", "d1", "d2")));
  }

  @Test
  void equalIdsChangeNothing() {
    identify("user", "user");
    assertThat(emulator.persons().get("user").identified(), is(false));
    send(emulator, event(10, "$create_alias", "user", ",'properties':{'alias':''}"));
    assertThat(emulator.warnings(), is(List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "anonymous",
        "GUEST",
        "distinctId",
        "Distinct_Id",
        "id",
        "not_authenticated",
        "Email",
        "uNdEfInEd",
        "TRUE",
        "false",
        "[object Object]",
        "NaN",
        "None",
        "none",
        "null",
        "0",
        "\\\"null\\\"",
        "",
        "  "
      })
  void illegalIdsAreNeverMerged(String id) {
    identify("user", id);
    assertThat(idsOf("user"), is(Set.of("user")));
    assertThat(warnings(emulator), is(List.of("cannot_merge_with_illegal_distinct_id")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nan", "NONE", "Null", "00", "user 1"})
  void whatIsIllegalInOneCaseOnlyIsLegalInOthers(String id) {
    identify("user", id);
    assertThat(idsOf("user"), is(Set.of("user", id)));
  }

  // $set: no comparison of timestamps; what is processed last wins.
  @Test
  void setIsWonByWhatComesLastAndSetOnceByWhatComesFirst() {
    seen("u", ",'timestamp':'2025-01-01T00:00:00Z','$set':{'plan':'pro'},'$set_once':{'src':'a'}");
    seen("u", ",'timestamp':'2020-01-01T00:00:00Z','$set':{'plan':'free'},'$set_once':{'src':'b'}");
    assertThat(emulator.persons().get("u").properties(), is(json("{'src':'a','plan':'free'}")));
  }

  @Test
  void setOnceReplacesNullAndUnsetTakesAway() {
    seen("u", ",'$set':{'a':null,'b':1,'c':2}");
    seen("u", ",'$set_once':{'a':'x'},'properties':{'$unset':['b','none']}");
    seen("u", ",'properties':{'$unset':{'c':''}}");
    assertThat(emulator.persons().get("u").properties(), is(json("{'a':'x'}")));
  }

  // Normalisation derives $set and $set_once from the event's own properties.
  @Test
  void anEventsOwnPropertiesReachItsPerson() {
    seen("u", ",'properties':{'$browser':'Firefox','utm_source':'x','plan':'y'}");
    assertThat(
        emulator.persons().get("u").properties(),
        is(
            json(
                "{'$initial_browser':'Firefox','$initial_utm_source':'x','$browser':'Firefox',"
                    + "'utm_source':'x'}")));
  }

  @Test
  void minorPropertiesAloneAreNoReasonToWrite() {
    seen("u", ",'$set':{'$browser':'Firefox','$geoip_latitude':1,'plan':'a'}");
    seen("u", ",'$set':{'$browser':'Opera','$geoip_latitude':2}");
    assertThat(browser(), is("Firefox"));
    seen("u", ",'$set':{'$browser':'Opera','plan':'b'}");
    assertThat(browser(), is("Opera"));
    send(emulator, event(20, "$set", "u", ",'$set':{'$browser':'Safari'}"));
    assertThat(browser(), is("Safari"));
    send(emulator, event(21, "$exception", "u", ",'$set':{'plan':'z'}"));
    assertThat(emulator.persons().get("u").properties().path("plan").asText(), is("b"));
  }

  private String browser() {
    return emulator.persons().get("u").properties().path("$browser").asText();
  }

  @ParameterizedTest
  @CsvSource({"device, true", "other, false"})
  void aPersonlessEventBelongsToThePersonThatItsIdHas(String id, boolean same) {
    identify("user", "device");
    seen(id, ",'properties':{'$process_person_profile':false}");
    var person = emulator.storedRaw().get(1).arrival().person();
    var known = emulator.persons().get("user").id();
    assertThat(person, same ? is(known) : is(not(known)));
  }
}
