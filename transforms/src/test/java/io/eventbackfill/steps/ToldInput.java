package io.eventbackfill.steps;

import io.eventbackfill.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A random input of an export, with devices, users, persons and their merges, and what is to be
 * said of it: found the slow way, all events at hand.
 */
final class ToldInput {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private final List<Row> rows = new ArrayList<>();
  private final Map<Integer, Integer> merges = new TreeMap<>();

  private record Row(
      int number, long second, int device, @Nullable String user, int person, boolean profile) {

    String json() {
      return """
      {"$insert_id":"%d","event_type":"x","event_time":"%s","device_id":"device-%d",\
      "user_id":%s,"amplitude_id":%d,"user_properties":%s}"""
          .formatted(
              number,
              TIME.format(Instant.ofEpochSecond(second)),
              device,
              user == null ? null : '"' + user + '"',
              person,
              properties());
    }

    String properties() {
      return profile ? "{\"n\":%d}".formatted(number) : "{}";
    }
  }

  private ToldInput() {}

  /** Few times, so that many events are of one instant. */
  static ToldInput random(Random random, int size) {
    ToldInput input = new ToldInput();
    for (int i = 0; i < size; i++) {
      int device = random.nextInt(40);
      // Some devices never have a user, some often.
      String user = random.nextInt(40) < device - 10 ? "user-" + random.nextInt(12) : null;
      input.rows.add(
          new Row(
              // As texts they sort as numbers.
              1_000 + i,
              1_700_000_000 + random.nextInt(200),
              device,
              user,
              100 + device / 2 + random.nextInt(3),
              random.nextInt(3) > 0));
    }
    for (int i = 0; i < 8; i++) {
      input.merges.put(100 + random.nextInt(10), 100 + random.nextInt(25));
    }
    // Nobody becomes itself.
    input.merges.entrySet().removeIf(merge -> merge.getKey().equals(merge.getValue()));
    return input;
  }

  /** Writes the rows in any order into so many files, and a file of merges beside them. */
  void write(Path folder, int files, Random random) throws IOException {
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, random);
    List<StringBuilder> contents = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      contents.add(new StringBuilder());
    }
    for (Row row : shuffled) {
      contents.get(random.nextInt(files)).append(row.json()).append('\n');
    }
    for (int i = 0; i < files; i++) {
      Files.write(folder.resolve("part-" + i + ".json"), Bytes.of(contents.get(i) + "").array());
    }
    StringBuilder merged = new StringBuilder();
    merges.forEach(
        (from, into) ->
            merged.append(
                "{\"scope\":1,\"merge_time\":5,\"amplitude_id\":%d,\"merged_amplitude_id\":%d}\n"
                    .formatted(from, into)));
    Files.write(folder.resolve("-7_2024-01-01_0.json"), Bytes.of(merged.toString()).array());
  }

  int merges() {
    return merges.size();
  }

  /** Device to the user it belongs to, as {@link TellingDestination} says it. */
  List<String> links() {
    SortedMap<Integer, String> said = new TreeMap<>();
    for (int device = 0; device < 40; device++) {
      int it = device;
      Row first = first(rows.stream().filter(r -> r.device == it && r.user != null).toList());
      if (first != null) {
        said.put(device, linked(device, first.user, first.second));
      } else {
        String owner = ownerByMerge(device);
        Row seen = first(rows.stream().filter(r -> r.device == it).toList());
        if (owner != null && seen != null) {
          said.put(device, linked(device, owner, seen.second));
        }
      }
    }
    return List.copyOf(said.values());
  }

  /** The latest properties of whom, as {@link TellingDestination} says it. */
  List<String> profiles() {
    Map<String, Row> latest = new HashMap<>();
    for (Row row : rows) {
      String whose = row.user;
      if (whose == null && !isUsed(row.device)) {
        whose = "device device-" + row.device;
      }
      if (whose != null && row.profile) {
        latest.merge(whose, row, (a, b) -> isAfter(a, b) ? a : b);
      }
    }
    List<String> said = new ArrayList<>();
    latest.forEach(
        (whose, row) ->
            said.add(whose + " is " + row.properties() + " at " + row.second * 1_000_000));
    return said;
  }

  private boolean isUsed(int device) {
    return rows.stream().anyMatch(r -> r.device == device && r.user != null)
        || ownerByMerge(device) != null;
  }

  /** Of each person of the device, the earliest first, the user of whom it became. */
  private @Nullable String ownerByMerge(int device) {
    String owner = null;
    long since = Long.MAX_VALUE;
    for (Row row : rows) {
      if (row.device == device && merges.containsKey(row.person)) {
        Row user =
            first(
                rows.stream()
                    .filter(r -> r.user != null && isAbout(r.person))
                    .filter(r -> end(r.person) == end(row.person))
                    .toList());
        if (user != null
            && (row.second < since || (row.second == since && user.user.compareTo(owner) < 0))) {
          owner = user.user;
          since = row.second;
        }
      }
    }
    return owner;
  }

  private boolean isAbout(int person) {
    return merges.containsKey(person) || merges.keySet().stream().anyMatch(p -> end(p) == person);
  }

  private int end(int person) {
    List<Integer> passed = new ArrayList<>();
    int at = person;
    while (merges.containsKey(at) && !passed.contains(at)) {
      passed.add(at);
      at = merges.get(at);
    }
    return passed.contains(at)
        ? Collections.min(passed.subList(passed.indexOf(at), passed.size()))
        : at;
  }

  private static @Nullable Row first(List<Row> rows) {
    return rows.stream()
        .min(Comparator.comparingLong(Row::second).thenComparing(row -> String.valueOf(row.user)))
        .orElse(null);
  }

  private static boolean isAfter(Row a, Row b) {
    return a.second > b.second || (a.second == b.second && a.number > b.number);
  }

  private static String linked(int device, @Nullable String user, long second) {
    return "device-" + device + " is " + user + "'s since " + second * 1_000_000;
  }
}
