package io.eventbackfill.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What holds of source files as such; class files do not tell. */
final class SourceFiles {
  private static final int MAX_LINES = 350;

  private SourceFiles() {}

  /** Files that are longer than anyone reads. */
  static List<String> tooLong(Path folder) throws IOException {
    return java(folder).stream()
        .filter(file -> lines(file) > MAX_LINES)
        .map(Path::toString)
        .toList();
  }

  /** Packages that do not say that null is an exception. */
  static List<String> notNullMarked(Path folder) throws IOException {
    return java(folder).stream()
        .map(Path::getParent)
        .distinct()
        .filter(packageFolder -> !isNullMarked(packageFolder.resolve("package-info.java")))
        .map(Path::toString)
        .toList();
  }

  static List<Path> java(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }

  private static boolean isNullMarked(Path packageInfo) {
    try {
      return Files.exists(packageInfo) && Files.readString(packageInfo).contains("\n@NullMarked\n");
    } catch (IOException e) {
      throw new AssertionError(packageInfo.toString(), e);
    }
  }
}
