package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.ExactJson;
import io.eventbackfill.emulators.HttpAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Requests to capture and short ways to look at answers. Single quotes stand for double ones. */
final class Captures {

  /** Years before the emulator's clock. */
  static final String TIME = "2024-03-01T12:00:00.123Z";

  private Captures() {}

  static PostHogEmulator emulator() {
    return emulator(PostHogSettings.defaults());
  }

  static PostHogEmulator emulator(PostHogSettings settings) {
    return PostHogEmulator.withoutSocket(settings, EmulatorClock.frozenAt(PostHogEmulator.START));
  }

  /** The uuid that ends in a number. */
  static UUID uuid(int number) {
    return UUID.fromString("00000000-0000-4000-8000-%012d".formatted(number));
  }

  /** {@code more} is further text, beginning with a comma. */
  static String event(int number, String name, String distinctId, String more) {
    return "{'uuid':'%s','event':'%s','distinct_id':'%s'".formatted(uuid(number), name, distinctId)
        + (more.contains("'timestamp'") ? "" : ",'timestamp':'" + TIME + "'")
        + more
        + "}";
  }

  static String event(int number) {
    return event(number, "click", "u1", "");
  }

  static String batch(String... events) {
    return "{'api_key':'%s','historical_migration':true,'batch':[%s]}"
        .formatted(PostHogEmulator.DEFAULT_TOKEN, String.join(",", events));
  }

  static byte[] bytes(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  static HttpAnswer post(PostHogEmulator emulator, String body) {
    return emulator.handle(EmulatorRequest.post("/batch/", bytes(body)));
  }

  /** Sends events in one v0 request. */
  static HttpAnswer send(PostHogEmulator emulator, String... events) {
    return post(emulator, batch(events));
  }

  static String v1Batch(String... events) {
    return "{'created_at':'2026-01-01T00:00:00Z','historical_migration':true,'batch':[%s]}"
        .formatted(String.join(",", events));
  }

  /** A v1 request with all the headers that it must have. */
  static EmulatorRequest v1(String body) {
    return EmulatorRequest.post("/i/v1/analytics/events", bytes(body))
        .withHeader("Authorization", "Bearer " + PostHogEmulator.DEFAULT_TOKEN)
        .withHeader("User-Agent", "test")
        .withHeader("PostHog-Sdk-Info", "test-sdk/1.2.3")
        .withHeader("PostHog-Attempt", "1")
        .withHeader("PostHog-Request-Id", uuid(999).toString())
        .withHeader("PostHog-Request-Timestamp", "2026-01-01T00:00:00Z");
  }

  static HttpAnswer sendV1(PostHogEmulator emulator, String... events) {
    return emulator.handle(v1(v1Batch(events)));
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

  /** The last digits of the uuids, with blanks between them. */
  static String numbers(List<StoredEvent> rows) {
    return rows.stream()
        .map(row -> Long.toString(Long.parseLong(row.uuid().toString().substring(24))))
        .collect(Collectors.joining(" "));
  }

  static List<String> reasons(PostHogEmulator emulator) {
    return emulator.drops().stream().map(Drop::reason).toList();
  }

  static List<String> warnings(PostHogEmulator emulator) {
    return emulator.warnings().stream().map(IngestionWarning::type).toList();
  }

  /** An event's text as often as asked for, with uuids from 1. */
  static String[] many(int count) {
    String[] events = new String[count];
    Arrays.setAll(events, i -> event(i + 1));
    return events;
  }
}
