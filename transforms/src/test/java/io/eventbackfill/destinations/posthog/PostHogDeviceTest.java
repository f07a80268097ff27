package io.eventbackfill.destinations.posthog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostHogDeviceTest {
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

  private static PostHogSample sample() {
    return new PostHogSample();
  }
}
