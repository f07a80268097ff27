package io.eventbackfill.benchmarks;

import io.eventbackfill.benchmarks.Population.Member;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A workload as Amplitude exports it: gzipped JSON lines with all 55 keys, a file for each hour of
 * upload. Within a file rows are in no order. Poison is left out: the mapping would.
 */
final class ExportFiles {
  private static final int PROJECT = 187_520;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS'000'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd_H", Locale.ROOT);

  private static final LocalDateTime FIRST_HOUR = LocalDateTime.of(2025, 1, 1, 0, 0);

  private static final String NOTHING =
      "\"$insert_key\":null,\"$schema\":null,\"adid\":null,\"amplitude_attribution_ids\":null,"
          + "\"amplitude_event_type\":null,\"city\":null,\"country\":null,\"device_brand\":null,"
          + "\"device_carrier\":null,\"device_family\":null,\"device_manufacturer\":null,"
          + "\"device_model\":null,\"device_type\":null,\"dma\":null,\"idfa\":null,"
          + "\"ip_address\":null,\"language\":null,\"library\":null,\"location_lat\":null,"
          + "\"location_lng\":null,\"os_name\":null,\"os_version\":null,\"partner_id\":null,"
          + "\"paying\":null,\"platform\":null,\"region\":null,\"sample_rate\":null,"
          + "\"source_id\":null,\"start_version\":null,\"user_creation_time\":null,"
          + "\"version_name\":null,\"data\":{},\"data_type\":\"event\","
          + "\"global_user_properties\":{},\"group_properties\":{},\"groups\":{},"
          + "\"is_attribution_event\":false,\"plan\":{},\"session_id\":-1,\"user_properties\":{}";

  private ExportFiles() {}

  /**
   * Writes the workload into a folder, which is made if need be.
   *
   * @param rowsPerFile rows of each file but the last, at least 1
   * @return the files, earlier events first
   */
  static List<Path> write(Workload workload, Path folder, int rowsPerFile) throws IOException {
    Path project = Files.createDirectories(folder.resolve(Integer.toString(PROJECT)));
    List<Path> files = new ArrayList<>();
    for (int first = 0; first < workload.size(); first += rowsPerFile) {
      String hour = HOUR.format(FIRST_HOUR.plusHours(files.size()));
      Path file = project.resolve(PROJECT + "_" + hour + "#0.json.gz");
      int[] rows = shuffled(first, Math.min(workload.size() - first, rowsPerFile), workload.seed());
      try (OutputStream out = new BufferedOutputStream(new FastGzip(file), 1 << 16)) {
        for (int number : rows) {
          out.write(row(workload, number).getBytes(StandardCharsets.UTF_8));
          out.write('\n');
        }
      }
      files.add(file);
    }
    return files;
  }

  private static String row(Workload workload, int number) {
    Member member = workload.member(number);
    String time = TIME.format(Instant.ofEpochMilli(workload.millis(number)));
    return "{\"$insert_id\":\"%s\",\"app\":%d,\"amplitude_id\":1,\"event_id\":%d,"
            .formatted(workload.insertId(number), PROJECT, number)
        + "\"uuid\":\"%s\",\"device_id\":\"%s\",\"user_id\":\"%s\",\"event_type\":\"%s\","
            .formatted(workload.uuid(number), member.device(), member.user(), workload.type(number))
        + "\"event_time\":\"%1$s\",\"client_event_time\":\"%1$s\",\"client_upload_time\":\"%1$s\","
            .formatted(time)
        + "\"server_received_time\":\"%1$s\",\"server_upload_time\":\"%1$s\",".formatted(time)
        + "\"processed_time\":\"%s\",\"event_properties\":{\"filler\":\"%s\"},"
            .formatted(time, workload.filler(number, workload.fillerBytes(number)))
        + NOTHING
        + "}";
  }

  private static int[] shuffled(int first, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed + first);
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i + 1);
      numbers[i] = numbers[other];
      numbers[other] = first + i;
    }
    return numbers;
  }

  /** Packs at the fastest level: the reader's work is the same. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(Path file) throws IOException {
      super(Files.newOutputStream(file), 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
