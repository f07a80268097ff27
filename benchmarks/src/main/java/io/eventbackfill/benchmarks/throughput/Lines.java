package io.eventbackfill.benchmarks.throughput;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The lines of gzipped files, without a copy of any. */
final class Lines {
  private static final int BUFFER_BYTES = 1 << 16;

  private Lines() {}

  /** Takes a line, without its end; the array is used again. */
  interface Taker {
    void line(byte[] bytes, int from, int length) throws IOException;
  }

  /** The packed files of a folder, by name. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(".gz")).sorted().toList();
    }
  }

  /** Unpacks a file and hands out its lines. */
  static void of(Path file, Taker taker) throws IOException {
    try (InputStream in = new GZIPInputStream(new FileInputStream(file.toFile()), BUFFER_BYTES)) {
      byte[] buffer = new byte[4 * BUFFER_BYTES];
      int end = 0;
      int read;
      while ((read = in.read(buffer, end, buffer.length - end)) >= 0) {
        end += read;
        int from = 0;
        for (int i = end - read; i < end; i++) {
          if (buffer[i] == '\n') {
            taker.line(buffer, from, i - from);
            from = i + 1;
          }
        }
        System.arraycopy(buffer, from, buffer, 0, end - from);
        end -= from;
        if (end == buffer.length) {
          buffer = Arrays.copyOf(buffer, 2 * end);
        }
      }
      if (end > 0) {
        taker.line(buffer, 0, end);
      }
    }
  }
}
