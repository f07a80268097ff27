package io.eventbackfill.destinations.amplitude;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.JsonObjectWriter;
import io.eventbackfill.model.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AmplitudeAttributesTest {

  @Test
  void whatOnlyOtherVendorsTakeIsNeverSent() {
    Map<String, JsonValue> attributes = new LinkedHashMap<>();
    for (String name :
        List.of(
            "event_properties",
            "device_type",
            "device_family",
            "start_version",
            "source_library",
            "source_project",
            "source_insert_id",
            "source_uuid",
            "city")) {
      attributes.put(name, JsonValue.of("x"));
    }
    JsonObjectWriter json = new JsonObjectWriter();

    AmplitudeAttributes.write(
        new Event("e", "t", new EventTime(0, null, 0), new Who("d", null, null), attributes), json);

    assertThat(
        new String(json.end(), StandardCharsets.UTF_8),
        is("{\"event_properties\":\"x\",\"city\":\"x\"}"));
  }
}
