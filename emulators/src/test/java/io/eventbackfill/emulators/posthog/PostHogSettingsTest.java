package io.eventbackfill.emulators.posthog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostHogSettingsTest {

  @Test
  void defaultsAreThoseOfTheService() {
    PostHogSettings settings = PostHogSettings.defaults();
    assertThat(settings.validTokens(), is(Map.of(PostHogEmulator.DEFAULT_TOKEN, 1)));
    assertThat(settings.tokenMode(), is(TokenMode.OFF));
    assertThat(settings.maxWireBytes(), is(20L << 20));
    assertThat(settings.maxUnpackedBytes(), is(100L << 20));
    assertThat(settings.v1MaxWireBytes(), is(10L << 20));
    assertThat(settings.v1MaxUnpackedBytes(), is(50L << 20));
    assertThat(settings.maxMessageBytes(), is(1_000_000L));
    assertThat(settings.oversizeStatus(), is(413L));
    assertThat(settings.successBody(), is(SuccessBody.NAME));
    assertThat(settings.queryView(), is(QueryView.MERGED));
    assertThat(settings.queryOffset(), is(false));
  }

  @Test
  void everyParameterHasANameAnAccessorAChangeAndATextForm() throws Exception {
    List<String> methods =
        Arrays.stream(PostHogSettings.class.getDeclaredMethods()).map(Method::getName).toList();
    PostHogSettings defaults = PostHogSettings.defaults();
    Map<String, String> texts = defaults.texts();
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      String name = entry.getKey();
      assertThat(defaults.withText(name, entry.getValue()).texts(), is(texts));
      Object value = PostHogSettings.class.getMethod(name).invoke(defaults);
      String change = "with" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
      assertThat(change, methods.contains(change), is(true));
      Method with =
          Arrays.stream(PostHogSettings.class.getDeclaredMethods())
              .filter(method -> method.getName().equals(change))
              .findFirst()
              .orElseThrow();
      assertThat(name, ((PostHogSettings) with.invoke(defaults, value)).texts(), is(texts));
    }
    assertThat(PostHogSettings.help().size(), is(texts.size()));
  }
}
