package io.eventbackfill.benchmarks.throughput;

import java.nio.file.Path;
import java.util.List;

/** Command lines of Java programs. */
final class Java {
  private Java() {}

  /** A program of this class path, with so large a heap. */
  static List<String> of(String heap, Class<?> main) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    return List.of(java, "-Xmx" + heap, "-cp", classPath, main.getName());
  }
}
