package io.eventbackfill.emulators.amplitude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.ExactJson;
import io.eventbackfill.emulators.HttpAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Request bodies and short ways to look at answers. Single quotes stand for double ones. */
final class Uploads {

  static final String KEY = "0123456789abcdef0123456789abcdef";
  static final long TIME = 1_751_387_694_837L;

  private Uploads() {}

  static AmplitudeEmulator emulator() {
    return emulator(AmplitudeSettings.defaults());
  }

  static AmplitudeEmulator emulator(AmplitudeSettings settings) {
    return AmplitudeEmulator.withoutSocket(
        settings, EmulatorClock.frozenAt(AmplitudeEmulator.START));
  }

  static byte[] bytes(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  static String request(String... events) {
    return "{'api_key':'" + KEY + "','events':[" + String.join(",", events) + "]}";
  }

  static byte[] body(String... events) {
    return bytes(request(events));
  }

  static String event(String device, String insertId) {
    return event(device, insertId, "");
  }

  /** {@code more} is further text, beginning with a comma. */
  static String event(String device, String insertId, String more) {
    return "{'device_id':'%s','insert_id':'%s','event_type':'click','time':%d,"
            .formatted(device, insertId, TIME)
        + "'$skip_user_properties_sync':true"
        + more
        + "}";
  }

  /** Events of one device numbered from 0 behind the prefix */
  static byte[] many(String device, String prefix, int count) {
    List<String> events =
        IntStream.range(0, count).mapToObj(i -> event(device, prefix + i)).toList();
    return bytes(request(events.toArray(String[]::new)));
  }

  static JsonNode json(String text) {
    try {
      return ExactJson.parse(bytes(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode body(HttpAnswer answer) {
    try {
      return ExactJson.parse(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode row(AmplitudeEmulator emulator, int index) {
    return emulator.stored().get(index).export();
  }

  static String insertIds(AmplitudeEmulator emulator) {
    return emulator.stored().stream()
        .map(event -> event.insertId().orElse("-"))
        .collect(Collectors.joining(" "));
  }
}
