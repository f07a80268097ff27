package io.eventbackfill.benchmarks.throughput;

import io.eventbackfill.benchmarks.Population;
import io.eventbackfill.benchmarks.Population.Member;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * Exports to measure by: gzipped JSON lines of about 1.1 kB with the fields that real rows fill, a
 * file for each hour, 50,000 rows in each, in no order. The same arguments give the same bytes.
 *
 * <p>The last twelve digits of an insert id are the event's number, the last seven of a device id
 * the device's, which is how {@link Receiver} tells cheaply what has arrived.
 */
final class SyntheticExport {
  static final int ROWS_PER_FILE = 50_000;

  private static final int PROJECT = 187_520;
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
  private static final int HOUR_SECONDS = 3600;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS'000'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd_H", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final List<String> TYPES =
      List.of("page_view", "button_click", "search", "add_to_cart", "purchase", "login", "share");
  private static final List<String> PLATFORMS =
      List.of(
          "\"os_name\":\"ios\",\"os_version\":\"17.5.1\",\"platform\":\"iOS\"",
          "\"os_name\":\"android\",\"os_version\":\"14\",\"platform\":\"Android\"",
          "\"os_name\":\"Chrome\",\"os_version\":\"126\",\"platform\":\"Web\"");
  private static final List<String> PLACES =
      List.of(
          "\"city\":\"Berlin\",\"country\":\"Germany\"",
          "\"city\":\"Málaga\",\"country\":\"Spain\"",
          "\"city\":\"San Francisco\",\"country\":\"United States\"",
          "\"city\":null,\"country\":\"Japan\"");
  private static final List<String> PAGES =
      List.of("/home", "/products/4711?ref=mail", "/checkout", "/account/settings", "/help/faq");

  private final Population population;
  private final int rows;
  private final long seed;

  private SyntheticExport(Population population, int rows, long seed) {
    this.population = population;
    this.rows = rows;
    this.seed = seed;
  }

  /** Who the events are of. */
  enum Devices {
    /** 100,000 devices, the n-th with 1/n of the first one's events. */
    ZIPF,
    /** 100,000 devices, all alike. */
    UNIFORM,
    /** One device with half of all events, and 100,000 others. */
    GIANT;

    Population population() {
      return switch (this) {
        case ZIPF -> Population.zipf(100_000, 1.0);
        case UNIFORM -> Population.uniform(100_000);
        case GIANT -> Population.hotDevice(0.5, 100_000);
      };
    }
  }

  /**
   * Writes the files.
   *
   * @param args folder, rows, and the name of a {@link Devices}
   */
  public static void main(String[] args) throws IOException {
    Devices devices = Devices.valueOf(args[2].toUpperCase(Locale.ROOT));
    write(Path.of(args[0]), Integer.parseInt(args[1]), devices);
  }

  /** Writes so many rows into a folder, which is made if need be. */
  static void write(Path folder, int rows, Devices devices) throws IOException {
    Files.createDirectories(folder);
    SyntheticExport export = new SyntheticExport(devices.population(), rows, 1);
    int files = (rows + ROWS_PER_FILE - 1) / ROWS_PER_FILE;
    IntStream.range(0, files).parallel().forEach(file -> export.writeFile(folder, file));
  }

  private void writeFile(Path folder, int number) {
    Instant hour = START.plusSeconds((long) number * HOUR_SECONDS);
    Path file = folder.resolve(PROJECT + "_" + HOUR.format(hour) + "#0.json.gz");
    SplittableRandom random = new SplittableRandom(seed + number);
    int first = number * ROWS_PER_FILE;
    try (OutputStream out =
        new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file), 1 << 16))) {
      for (int row = first; row < Math.min(rows, first + ROWS_PER_FILE); row++) {
        long millis = hour.toEpochMilli() + random.nextInt(HOUR_SECONDS * 1000);
        out.write(row(row, millis, random).getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String row(int number, long millis, SplittableRandom random) {
    int drawn = population.draw(random);
    Member member = population.member(drawn);
    String time = TIME.format(Instant.ofEpochMilli(millis));
    String received = TIME.format(Instant.ofEpochMilli(millis + random.nextInt(30_000)));
    StringBuilder row = new StringBuilder(1200);
    row.append("{\"$insert_id\":\"%s-%012d\"".formatted(hex(random), number));
    row.append(",\"$schema\":null,\"adid\":null,\"amplitude_id\":").append(5_000_000_000L + drawn);
    row.append(",\"app\":").append(PROJECT).append(',').append(any(PLACES, random));
    row.append(",\"client_event_time\":\"").append(time);
    row.append("\",\"client_upload_time\":\"").append(received);
    row.append("\",\"data\":{},\"data_type\":\"event\",\"device_carrier\":null");
    row.append(",\"device_family\":\"Apple iPhone\",\"device_id\":\"2f7b1c9e-5d0a-4f3b-9e61-");
    row.append("%012d".formatted(drawn)).append("\",\"device_type\":\"Apple iPhone 13\"");
    row.append(",\"dma\":null,\"event_id\":").append(number % 10_000);
    row.append(",\"event_properties\":").append(eventProperties(random));
    row.append(",\"event_time\":\"").append(time);
    row.append("\",\"event_type\":\"").append(any(TYPES, random));
    row.append(
        "\",\"group_properties\":{},\"groups\":{},\"idfa\":null,\"ip_address\":\"203.0.113.");
    row.append(drawn % 256).append("\",\"language\":\"English\"");
    row.append(",\"library\":\"amplitude-ts/2.11.0\",").append(any(PLATFORMS, random));
    row.append(",\"plan\":{},\"processed_time\":\"").append(received);
    row.append("\",\"region\":null,\"sample_rate\":null,\"server_received_time\":\"");
    row.append(received).append("\",\"server_upload_time\":\"").append(received);
    row.append("\",\"session_id\":").append(millis - millis % 1_800_000);
    row.append(",\"user_id\":\"").append(member.user()).append("@example.com\"");
    row.append(",\"user_properties\":{\"plan\":\"pro\",\"seats\":").append(drawn % 50);
    row.append(",\"signup\":\"2023-0").append(1 + drawn % 9).append("-14\",\"beta\":false}");
    row.append(",\"uuid\":\"").append(hex(random)).append("-b3d2-11ee-8f0a-0242ac120002\"");
    return row.append(",\"version_name\":\"4.12.0\"}\n").toString();
  }

  private static String eventProperties(SplittableRandom random) {
    return "{\"page\":\"%s\",\"position\":%d,\"price\":%d.%02d,\"items\":[%d,%d],\"referrer\":"
            .formatted(
                any(PAGES, random),
                random.nextInt(100),
                random.nextInt(500),
                random.nextInt(100),
                random.nextInt(1_000_000),
                random.nextInt(1_000_000))
        + "\"https://www.example.com/%s%s\",\"experiment\":{\"name\":\"checkout\",\"arm\":%d}}"
            .formatted(hex(random), hex(random), random.nextInt(3));
  }

  private static String any(List<String> of, SplittableRandom random) {
    return of.get(random.nextInt(of.size()));
  }

  private static String hex(SplittableRandom random) {
    return "%08x".formatted(random.nextInt());
  }
}
