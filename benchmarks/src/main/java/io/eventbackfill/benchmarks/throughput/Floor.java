package io.eventbackfill.benchmarks.throughput;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;

/**
 * What no program that reads these files could do without: to unpack them, to find their tokens.
 */
final class Floor {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Floor() {}

  /**
   * Reads a folder in one thread.
   *
   * @param args folder, and {@code gunzip} or {@code parse}
   */
  public static void main(String[] args) throws IOException {
    boolean parse = args[1].equals("parse");
    LongAdder seen = new LongAdder();
    for (Path file : Lines.files(Path.of(args[0]))) {
      Lines.of(file, (row, from, length) -> seen.add(parse ? tokens(row, from, length) : length));
    }
    System.out.println(seen.sum());
  }

  private static int tokens(byte[] row, int from, int length) throws IOException {
    int tokens = 0;
    try (JsonParser parser = FACTORY.createParser(row, from, length)) {
      while (parser.nextToken() != null) {
        tokens++;
      }
    }
    return tokens;
  }
}
