package io.eventbackfill.destinations.posthog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostHogPropertiesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$set",
        "$set_once",
        "$unset",
        "$groups",
        "$ip",
        "$geoip_disable",
        "$session_id",
        "$process_person_profile",
        "$anon_distinct_id",
        "$cookieless_mode",
        "$ignore_sent_at",
        "token",
        "distinct_id",
        "historical_migration"
      })
  void whatWouldBeAnInstructionIsRenamedAndNoted(String name) {
    PostHogSample sample =
        new PostHogSample().with("event_properties", "{\"a\":1,\"" + name + "\":{\"b\":2}}");

    assertThat(sample.property("$amplitude_" + name), is("{\"b\":2}"));
    assertThat(sample.property(name), not("{\"b\":2}"));
    assertThat(sample.property("a"), is("1"));
    assertThat(sample.notes(), is(List.of("property-renamed:" + name)));
  }

  @Test
  void otherNamesWithADollarAreTheEventsOwn() {
    PostHogSample sample = new PostHogSample().with("event_properties", "{\"$feature/x\":true}");

    assertThat(sample.property("$feature/x"), is("true"));
    assertThat(sample.notes(), is(List.of()));
  }

  /** The server fills in the sender's address where there is none, or null (sanitizeEvent). */
  @ParameterizedTest
  @CsvSource({"'\"203.0.113.5\"', '\"203.0.113.5\"'", "'\"\"', '\"0.0.0.0\"'", ", '\"0.0.0.0\"'"})
  void theWorkersAddressIsNeverTheEvents(String ip, String sent) {
    PostHogSample sample = new PostHogSample();
    if (ip != null) {
      sample.with("ip", ip);
    }

    assertThat(sample.property("$ip"), is(sent));
    assertThat(sample.property("$geoip_disable"), is("true"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'[Amplitude] Page Location':'L','[Amplitude] Page URL':'U'} | $current_url | L",
        "{'[Amplitude] Page Location':'','[Amplitude] Page URL':'U'}  | $current_url | U",
        "{'[Amplitude] Page URL':'U'}                                 | $current_url | U",
        "{'[Amplitude] Page URL':'U','$current_url':'own'}            | $current_url | own",
        "{'referrer':'R'}                                             | $referrer    | R",
        "{'referrer':'EMPTY'}                                         | $referrer    | absent",
        "{'referrer':null}                                            | $referrer    | absent",
        "{'[Amplitude] Page Title':'T'}                               | title        | T",
        "{'[Amplitude] Page Title':'T','title':'own'}                 | title        | own",
      })
  void whatIsKnownOfAPageStandsWherePostHogLooks(String properties, String name, String value) {
    PostHogSample sample =
        new PostHogSample().with("event_properties", properties.replace('\'', '"'));

    assertThat(sample.property(name).replace("\"", ""), is(value));
  }

  @Test
  void anElementThatIsNotNamedKeepsItsEventsName() {
    JsonNode sent =
        new PostHogSample()
            .type("[Amplitude] Element Clicked")
            .with("event_properties", "{\"[Amplitude] Element Text\":\"Buy\"}")
            .rendered();

    assertThat(sent.get("event").asText(), is("[Amplitude] Element Clicked"));
    assertThat(sent.get("properties").get("$elements_chain"), nullValue());
  }

  @Test
  void noTextEndsAnElementEarly() {
    String chain =
        new PostHogSample()
            .type("[Amplitude] Element Changed")
            .with(
                "event_properties",
                "{\"[Amplitude] Element Tag\":\"input\",\"[Amplitude] Element Class\":\"a;b.c \\\"d\","
                    + "\"[Amplitude] Element ID\":\"x\\\" y=\\\"z\\\\\"}")
            .property("$elements_chain");

    assertThat(
        PostHogSample.json(chain).text(),
        is(
            "input.abc.d:attr__class=\"a;b.c 'd\"attr__id=\"x' y='z'\"attr_id=\"x' y='z'\""
                + "nth-child=\"0\"nth-of-type=\"0\""));
  }

  @Test
  void aMetroAreaIsACodeOnlyIfItIsANumber() {
    assertThat(
        new PostHogSample().with("dma", "\"506\"").property("$geoip_metro_code"), is("\"506\""));
    assertThat(
        new PostHogSample().with("dma", "\"Boston\"").property("$geoip_metro_code"), is("absent"));
  }
}
