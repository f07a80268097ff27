package io.eventbackfill.destinations.posthog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostHogCountriesTest {
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

  private static PostHogSample sample() {
    return new PostHogSample();
  }
}
