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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** An export made for a test, with rows that tell devices and order, and little else. */
final class ExportRows {
  private ExportRows() {}

  /** Writes so many events of each of these devices and of their user, in no order. */
  static Path write(Path file, int devices, int eventsOfEach, String user) {
    return write(file, devices, 0, eventsOfEach, user);
  }

  /** The same with the events of these numbers only: a later part of what they do. */
  static Path write(Path file, int devices, int from, int to, String user) {
    List<String> rows = new ArrayList<>();
    for (int device = 0; device < devices; device++) {
      for (int i = from; i < to; i++) {
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

  /**
   * The same, each device with a user of its own, spread over files in a new folder.
   *
   * @return the rows of each file, by its name
   */
  static SortedMap<String, Integer> writeSeveral(
      Path folder, int files, int devices, int eventsOfEach) throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < devices * eventsOfEach; i++) {
      int device = i / eventsOfEach;
      rows.add(row(device, i % eventsOfEach, "user-%03d".formatted(device)));
    }
    Collections.shuffle(rows, new Random(1));
    SortedMap<String, Integer> written = new TreeMap<>();
    Files.createDirectories(folder);
    for (int file = 0; file < files; file++) {
      int number = file;
      List<String> part =
          IntStream.range(0, rows.size())
              .filter(i -> i % files == number)
              .mapToObj(rows::get)
              .toList();
      Path path = folder.resolve("part-" + file + ".json");
      Files.write(path, part, StandardCharsets.UTF_8);
      written.put(path.toString(), part.size());
    }
    return written;
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

  static String row(int device, int number, String user) {
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
