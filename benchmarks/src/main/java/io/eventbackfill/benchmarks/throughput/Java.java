package io.eventbackfill.benchmarks.throughput;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of Java programs. */
final class Java {
  /** What {@code local.sh} chooses, and so all that are compared with it have it. */
  private static final String COLLECTOR = "-XX:+UseParallelGC";

  private Java() {}

  /** A program of this class path, with so large a heap and more options of the JVM's. */
  static List<String> of(String heap, List<String> options, Class<?> main) {
    List<String> command = jvm(heap, options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return command;
  }

  /** The main program of a jar. */
  static List<String> of(String heap, List<String> options, Path jar) {
    List<String> command = jvm(heap, options);
    command.addAll(List.of("-jar", jar.toString()));
    return command;
  }

  private static List<String> jvm(String heap, List<String> options) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, COLLECTOR, "-Xmx" + heap));
    command.addAll(options);
    return command;
  }
}
