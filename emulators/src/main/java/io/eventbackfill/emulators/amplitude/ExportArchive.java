package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.ExactJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The ZIP of an export. Members are called {@code {project}/{project}_{date}_{hour}#{n}.json.gz};
 * the hour is that of the upload in UTC and not zero-padded, n counts from 0 as in real archives.
 */
final class ExportArchive {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);

  private ExportArchive() {}

  /** An archive of {@code events}, which belong to one project. */
  static byte[] of(List<StoredEvent> events, long perFile) {
    Map<Instant, List<StoredEvent>> byHour = new TreeMap<>();
    for (StoredEvent event : events) {
      Instant hour = event.uploadedAt().truncatedTo(ChronoUnit.HOURS);
      byHour.computeIfAbsent(hour, h -> new ArrayList<>()).add(event);
    }
    int size = (int) Math.max(1, Math.min(perFile, Integer.MAX_VALUE));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(Deflater.NO_COMPRESSION);
      for (Map.Entry<Instant, List<StoredEvent>> hour : byHour.entrySet()) {
        List<StoredEvent> rows = hour.getValue();
        for (int i = 0; i * (long) size < rows.size(); i++) {
          zip.putNextEntry(new ZipEntry(name(rows.get(0).project(), hour.getKey(), i)));
          write(zip, rows.subList(i * size, Math.min(rows.size(), (i + 1) * size)));
          zip.closeEntry();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String name(int project, Instant hour, int part) {
    OffsetDateTime time = hour.atOffset(ZoneOffset.UTC);
    String file = project + "_" + DATE.format(time) + "_" + time.getHour() + "#" + part;
    return project + "/" + file + ".json.gz";
  }

  // Not closed: that would close the archive around it.
  private static void write(ZipOutputStream zip, List<StoredEvent> rows) throws IOException {
    GZIPOutputStream gzip = new QuickGzip(zip);
    for (StoredEvent row : rows) {
      gzip.write(ExactJson.write(row.export()));
      gzip.write('\n');
    }
    gzip.finish();
  }

  /** A million rows are more than a gigabyte: speed matters more than the last percent. */
  private static final class QuickGzip extends GZIPOutputStream {

    QuickGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
