package io.eventbackfill.destinations;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.model.Checked.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Time, uuid, session, device and country: each by a table. */
class PostHogFieldsTest {
  private static final String INSERTED = "{\"source_insert_id\":1}";

  // Times.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00.000Z",
        "1969-12-31T23:59:59.999Z",
        "2024-02-29T23:59:59.999Z",
        "0000-01-01T00:00:00.000Z",
        "9999-12-31T23:59:59.999Z",
        "2024-03-01T00:04:43.040Z"
      })
  void timesAreIsoInUtcWithMilliseconds(String text) {
    assertThat(PostHogTime.text(Instant.parse(text).toEpochMilli()), is(text));
  }

  @Test
  void theBoundsAreThoseOfFourDigits() {
    assertThat(Instant.ofEpochMilli(PostHogTime.EARLIEST).toString(), is("0000-01-01T00:00:00Z"));
    assertThat(Instant.ofEpochMilli(PostHogTime.LATEST).toString(), is("9999-12-31T23:59:59.999Z"));
  }

  // Uuids.

  /** RFC 9562, appendix A.4. */
  @Test
  void namesMakeUuidsAsTheRfcSays() {
    UUID dns = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    assertThat(
        PostHogUuid.v5(dns, "www.example.com").toString(),
        is("2ed6657d-e927-568b-95e1-2665a8aea6a2"));
  }

  @ParameterizedTest
  @CsvSource({
    "0FADDEDE-3719-4636-9152-5252BFD99C62, 0faddede-3719-4636-9152-5252bfd99c62",
    "0fadded0-3719-4636-9152-5252bfd99c62, 0fadded0-3719-4636-9152-5252bfd99c62",
  })
  void theSourcesUuidIsKept(String given, String sent) {
    assertThat(uuid(sample().with("source_uuid", "\"" + given + "\"")), is(sent));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "50172",
        "",
        "0fadded0371946369152-5252bfd99c62----",
        "0fadded0-3719-4636-9152-5252bfd99c6g",
        "00000000-0000-0000-0000-000000000000",
        "{0fadded-3719-4636-9152-5252bfd99c6}",
        "０fadded0-3719-4636-9152-5252bfd99c62",
      })
  void whatIsNoUuidIsMadeOne(String given) {
    assertThat(uuid(sample().with("source_uuid", "\"" + given + "\"")), equalTo(uuid(sample())));
  }

  @Test
  void projectOwnerAndIdentityMakeTheUuid() {
    String one = uuid(sample());

    assertThat(UUID.fromString(one).version(), is(5));
    assertThat(uuid(sample().identity("other")), not(one));
    assertThat(uuid(sample().of("device-2", "user-1")), not(one));
    assertThat(uuid(sample().with("source_project", "\"1\"")), not(one));
    assertThat(uuid(sample().of("x", null)), not(uuid(sample().of(null, "x"))));
    assertThat("a user known later", uuid(sample().of("device-1", "user-2")), is(one));
    assertThat(
        uuid(sample().of("a", null).identity("bc")),
        not(uuid(sample().of("ab", null).identity("c"))));
  }

  @Test
  void theInsertIdCanComeFirst() {
    PostHogSample sample = sample().with("source_uuid", "\"0fadded0-3719-4636-9152-5252bfd99c62\"");

    assertThat(byInsertId(sample), is("0fadded0-3719-4636-9152-5252bfd99c62"));
    assertThat(
        byInsertId(sample.with("source_insert_id", "\"signup:2\"")),
        is(byInsertId(sample().with("source_insert_id", "\"signup:2\""))));
  }

  private static String byInsertId(PostHogSample sample) {
    return sample.rendered(PostHogIdentity.INSERT_ID, PostHogForm.V0).get("uuid").asText();
  }

  private static String uuid(PostHogSample sample) {
    return sample.rendered().get("uuid").asText();
  }

  private static PostHogSample sample() {
    return new PostHogSample();
  }

  // Sessions.

  @Test
  void aSessionIsAUuidThatHoldsItsStart() {
    UUID session = UUID.fromString(session(PostHogSample.MILLIS - 1000, PostHogSample.MILLIS));

    assertThat(session.version(), is(7));
    assertThat(session.variant(), is(2));
    assertThat(session.getMostSignificantBits() >>> 16, is(PostHogSample.MILLIS - 1000));
  }

  @Test
  void allEventsOfASessionNameItAlike() {
    long start = PostHogSample.MILLIS;

    assertThat(session(start, start + 80_000_000), is(session(start, start - 1000)));
    assertThat(session(start, start), not(session(start + 1, start)));
    assertThat(
        sample().of("device-2", "user-1").with("session_id", "" + start).property("$session_id"),
        not(sample().with("session_id", "" + start).property("$session_id")));
  }

  @ParameterizedTest
  @CsvSource({
    "0, true",
    "86400000, true",
    "86400001, false",
    "-86400000, true",
    "-86400001, false"
  })
  void anEventOverADayAwayIsInNoSession(long after, boolean inside) {
    PostHogSample sample =
        sample()
            .at(PostHogSample.MILLIS + after)
            .with("session_id", Long.toString(PostHogSample.MILLIS));

    assertThat(!sample.property("$session_id").equals("absent"), is(inside));
    assertThat(sample.notes(), is(inside ? List.of() : List.of("session-dropped:session_id")));
    assertThat(sample.property("$amplitude_session_id"), is(Long.toString(PostHogSample.MILLIS)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "-1709251392501", "-9223372036854775808"})
  void noSessionIsNone(String id) {
    PostHogSample sample = sample().with("session_id", id);

    assertThat(sample.property("$session_id"), is("absent"));
    assertThat(sample.property("$amplitude_session_id"), is("absent"));
    assertThat(sample.notes(), is(List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1709251392", "9223372036854775807", "17092513925010"})
  void anIdThatIsNoTimeIsNoSessionAndNoted(String id) {
    PostHogSample sample = sample().with("session_id", id);

    assertThat(sample.property("$session_id"), is("absent"));
    assertThat(sample.property("$amplitude_session_id"), is(id));
    assertThat(sample.notes(), is(List.of("session-dropped:session_id")));
  }

  @Test
  void inTheNewerFormTheSessionStandsOutside() {
    JsonNode sent =
        sample()
            .with("session_id", "" + PostHogSample.MILLIS)
            .rendered(PostHogIdentity.UUID, PostHogForm.V1);

    assertThat(UUID.fromString(sent.get("session_id").asText()).version(), is(7));
    assertThat(sent.get("properties").get("$session_id"), nullValue());
    assertThat(sent.get("options").toString(), is("{\"disable_skew_correction\":true}"));
  }

  private static String session(long start, long time) {
    return sample()
        .at(time)
        .with("session_id", Long.toString(start))
        .rendered()
        .get("properties")
        .get("$session_id")
        .asText();
  }

  // Devices.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // platform | os_name | device_type | device_family || $browser | $os | $device_type
        "Web     | Chrome    | Mac              | Mac OS X     | Chrome | Mac OS X  | Desktop",
        "Web     | Firefox   | Windows          | Windows      | Firefox| Windows   | Desktop",
        "Web     | Chrome    | Linux            | Linux        | Chrome | Linux     | Desktop",
        "Web     | Chrome    | -                | Chrome OS    | Chrome | Chrome OS | Desktop",
        "web     | Safari    | Apple iPhone     | iOS          | Safari | iOS       | Mobile",
        "Web     | Safari    | Apple iPad       | Apple iPad   | Safari | iOS       | Tablet",
        "Web     | Chrome    | Samsung Galaxy S20 | Android    | Chrome | Android   | Mobile",
        "Web     | Chrome    | PlayStation 5    | PlayStation  | Chrome | -         | -",
        "iOS     | ios       | Apple iPhone 14  | Apple iPhone | -      | iOS       | Mobile",
        "iOS     | ios       | Apple iPad Pro   | Apple iPad   | -      | iOS       | Tablet",
        "Android | android   | Google Pixel 8   | Google Phone | -      | Android   | Mobile",
        "Android | android   | Galaxy Tab A     | Samsung Galaxy Tablet | - | Android | Tablet",
        "-       | Chrome 99 | Windows          | Windows      | Chrome 99 | Windows | Desktop",
        "-       | Chrome OS | -                | -            | -      | Chrome OS | Desktop",
        "-       | macos     | -                | -            | -      | Mac OS X  | Desktop",
        "Server  | FreeBSD   | -                | -            | -      | FreeBSD   | -",
        "-       | -         | -                | -            | -      | -         | -",
      })
  void whatTheColumnsMeanDependsOnThePlatform(
      String platform,
      String os,
      String type,
      String family,
      String browser,
      String system,
      String kind) {
    PostHogSample sample = sample();
    with(sample, "platform", platform);
    with(sample, "os_name", os);
    with(sample, "os_version", "17");
    with(sample, "device_type", type);
    with(sample, "device_family", family);

    assertThat(sample.property("$browser"), is(json(browser)));
    assertThat(sample.property("$os"), is(json(system)));
    assertThat(sample.property("$device_type"), is(json(kind)));
    assertThat(sample.property("$amplitude_device_type"), is(json(type)));
    assertThat(sample.property(browser == null ? "$os_version" : "$browser_version"), is("\"17\""));
    assertThat(sample.property(browser == null ? "$browser_version" : "$os_version"), is("absent"));
  }

  private static void with(PostHogSample sample, String name, String text) {
    if (text != null) {
      sample.with(name, "\"" + text + "\"");
    }
  }

  private static String json(String text) {
    return text == null ? "absent" : "\"" + text + "\"";
  }

  // Countries.

  @ParameterizedTest
  @CsvSource({
    "United States, US",
    "South Korea, KR",
    "'Korea, Republic of', KR",
    "North Korea, KP",
    "Czechia, CZ",
    "Czech Republic, CZ",
    "Turkey, TR",
    "Türkiye, TR",
    "Ivory Coast, CI",
    "Côte d’Ivoire, CI",
    "Russia, RU",
    "Russian Federation, RU",
    "Hong Kong, HK",
    "Macao, MO",
    "DR Congo, CD",
    "Congo Republic, CG",
    "The Netherlands, NL",
    "Netherlands, NL",
    "Bosnia & Herzegovina, BA",
    "St Kitts and Nevis, KN",
    "St. Lucia, LC",
    "Saint Vincent and the Grenadines, VC",
    "São Tomé and Príncipe, ST",
    "Curacao, CW",
    "Myanmar, MM",
    "Palestine, PS",
    "Kosovo, XK",
    "Eswatini, SZ",
    "Viet Nam, VN",
    "Georgia, GE",
    "Niger, NE",
    "Guinea, GN",
    "Guinea-Bissau, GW",
    "Dominica, DM",
    "Dominican Republic, DO",
    "UNITED KINGDOM, GB",
    "DE, DE",
    "de, DE",
  })
  void countriesHaveCodes(String name, String code) {
    assertThat(
        sample().with("country", "\"" + name + "\"").property("$geoip_country_code"),
        is("\"" + code + "\""));
    assertThat(
        sample().with("country", "\"" + name + "\"").property("$geoip_country_name"),
        is("\"" + name + "\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Atlantis", "-", "(none)", "the", "日本"})
  void otherPlacesHaveNone(String name) {
    assertThat(PostHogCountries.code(name), nullValue());
  }

  @Test
  void everyCountryOfTheIsoIsKnownByTheNameThatJavaHas() {
    for (String code : Locale.getISOCountries()) {
      String name = new Locale("", code).getDisplayCountry(Locale.ENGLISH);
      String known = name.replace(" SAR China", "").replace("(Burma)", "");
      assertThat(
          name,
          PostHogCountries.code(
              known.replace("Congo - Kinshasa", "DR Congo").replace(" - Brazzaville", "")),
          is(code));
    }
  }

  // What can't be sent.

  @ParameterizedTest
  @CsvSource({
    "1e308, true",
    "1e309, false",
    "-1E+400, false",
    "1e-400, true",
    "123456789012345678901, true"
  })
  void numbersThatNoDoubleHoldsAreRefused(String number, boolean kept) {
    PostHogSample sample =
        sample()
            .with("event_properties", "{\"1e999\":\"-1e999 \\\" 1e999\",\"a\":[1," + number + "]}");

    assertThat(refusal(sample), is(kept ? "kept" : "invalid-field:event_properties"));
  }

  @Test
  void manyDigitsAreANumberToo() {
    assertThat(
        refusal(sample().with("event_properties", "{\"a\":" + "9".repeat(309) + "}")),
        is("invalid-field:event_properties"));
  }

  @ParameterizedTest
  @ValueSource(longs = {PostHogTime.EARLIEST - 1, PostHogTime.LATEST + 1})
  void timesThatBecome1970AreRefused(long millis) {
    assertThat(refusal(sample().at(millis)), is("invalid-field:time"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"$identify", "$create_alias", "$merge_dangerously", "$set", "$performance_event"})
  void instructionsAreNoEvents(String type) {
    assertThat(refusal(sample().type(type)), is("not-an-event:event_type"));
  }

  @Test
  void anOrdinaryEventIsKept() {
    assertThat(refusal(sample().with("event_properties", INSERTED)), is("kept"));
  }

  private static String refusal(PostHogSample sample) {
    return new PostHogReadable().check(sample.event()) instanceof Refused refused
        ? refused.reason().code() + ":" + refused.field()
        : "kept";
  }
}
