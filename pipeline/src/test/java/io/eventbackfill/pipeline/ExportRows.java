package io.eventbackfill.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** An export made for a test, with rows that tell devices and order, and little else. */
final class ExportRows {
  private ExportRows() {}

  /** Writes so many events of each of these devices and of their user, in no order. */
  static Path write(Path file, int devices, int eventsOfEach, String user) {
    List<String> rows = new ArrayList<>();
    for (int device = 0; device < devices; device++) {
      for (int i = 0; i < eventsOfEach; i++) {
        rows.add(row(device, i, user));
      }
    }
    Collections.shuffle(rows, new Random(1));
    try {
      return Files.write(file, rows, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String device(int device) {
    return "device-%03d".formatted(device);
  }

  /** Identities of a device's events, in their order. */
  static List<String> identities(int device, int from, int to) {
    List<String> identities = new ArrayList<>();
    for (int i = from; i < to; i++) {
      identities.add(identity(device, i));
    }
    return identities;
  }

  private static String identity(int device, int number) {
    return "%s-%05d".formatted(device(device), number);
  }

  private static String row(int device, int number, String user) {
    return ("{\"$insert_id\":\"%s\",\"device_id\":\"%s\",\"user_id\":\"%s\",\"event_type\":\"test\","
            + "\"event_time\":\"2024-03-01 %02d:%02d:%02d.%03d000\","
            + "\"event_properties\":{\"filler\":\"%s\"}}")
        .formatted(
            identity(device, number),
            device(device),
            user,
            number / 3600 % 24,
            number / 60 % 60,
            number % 60,
            device % 1000,
            "x".repeat(300));
  }
}
