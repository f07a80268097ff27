package io.eventbackfill.emulators.amplitude;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AmplitudeSettingsTest {

  @Test
  void defaultsAreThoseOfTheContract() {
    AmplitudeSettings settings = AmplitudeSettings.defaults();
    assertThat(settings.validApiKeys(), is(Map.of("0123456789abcdef0123456789abcdef", 187520)));
    assertThat(settings.maxBytes(), is(20_000_000L));
    assertThat(settings.maxEvents(), is(2_000L));
    assertThat(settings.minIdLength(), is(5L));
    assertThat(settings.epsThreshold(), is(1_000L));
    assertThat(settings.epsWindowSeconds(), is(30L));
    assertThat(settings.countRejected(), is(true));
    assertThat(settings.dailyQuota(), is(500_000L));
    assertThat(settings.projectEps(), is(0L));
    assertThat(settings.silencedDevices(), is(Set.of()));
    assertThat(settings.blockedEventTypes(), is(Set.of()));
    assertThat(settings.indexMode(), is(IndexMode.ALL));
    assertThat(settings.shortIdMode(), is(ShortIdMode.REJECT_400));
    assertThat(settings.invalidIdMode(), is(InvalidIdMode.NO_INDEX));
    assertThat(settings.dedupKey(), is(DedupKey.DEVICE_AND_INSERT));
    assertThat(settings.tripleDedup(), is(false));
    assertThat(settings.dedupDays(), is(7L));
    assertThat(settings.propertyUpdatesPerHour(), is(1_800L));
    assertThat(settings.gzip(), is(GzipMode.ACCEPT));
    assertThat(settings.partialAccept(), is(false));
  }

  @Test
  void everyParameterHasANameAnAccessorAndATextForm() {
    List<String> accessors =
        Arrays.stream(AmplitudeSettings.class.getDeclaredMethods())
            .map(method -> method.getName())
            .toList();
    Map<String, String> texts = AmplitudeSettings.defaults().texts();
    texts.forEach(
        (name, text) -> {
          assertThat(name, accessors.contains(name), is(true));
          assertThat(AmplitudeSettings.knows(name), is(true));
          AmplitudeSettings same = AmplitudeSettings.defaults().withText(name, text);
          assertThat(same.texts(), is(texts));
        });
    assertThat(AmplitudeSettings.help().size(), is(texts.size()));
  }
}
