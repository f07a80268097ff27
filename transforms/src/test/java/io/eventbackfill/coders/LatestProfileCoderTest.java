package io.eventbackfill.coders;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.persons.LatestProfile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.CoderUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LatestProfileCoderTest extends CoderContract<LatestProfile> {

  @Override
  Coder<LatestProfile> coder() {
    return LatestProfileCoder.of();
  }

  @Override
  List<LatestProfile> values() {
    return List.of(
        profile(5, 7L, 9, "日本/😀", 1),
        profile(6, 7L, 9, "日本/😀", 1),
        profile(5, null, 9, "日本/😀", 1),
        profile(5, 0L, 9, "日本/😀", 1),
        profile(5, 7L, 0, "日本/😀", 1),
        profile(5, 7L, 9, "", 1),
        profile(5, 7L, 9, "日本/😀", 2));
  }

  @Test
  void propertiesThatAreNoJsonAreRefused() throws IOException {
    byte[] bytes = CoderUtils.encodeToByteArray(coder(), profile(5, 7L, 9, "i", 1));
    bytes[bytes.length - 1] = '!';

    IOException e =
        assertThrows(IOException.class, () -> coder().decode(new ByteArrayInputStream(bytes)));
    assertThat(e.getMessage(), is("these bytes are no properties"));
  }

  static LatestProfile profile(
      long micros, @Nullable Long eventId, long uploaded, String identity, long value) {
    return new LatestProfile(
        new EventTime(micros, eventId, uploaded),
        identity,
        JsonValue.object(Map.of("name", JsonValue.of(value))));
  }
}
