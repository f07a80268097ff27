package io.eventbackfill.pipeline;

import io.eventbackfill.mappingfile.FileMapping;
import io.eventbackfill.mappingfile.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Optional;

/** Mappings that are documents, wherever they are kept. */
final class MappingFiles {
  /** Larger than any mapping; a wrong file may be larger than memory. */
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  private MappingFiles() {}

  /** True if {@code --mapping} names a file and not a built-in mapping. */
  static boolean isFile(String option) {
    return option.endsWith(".yaml") || option.endsWith(".yml") || option.contains("/");
  }

  /**
   * The mapping of a file.
   *
   * @param file a path or an address that the file systems know
   * @param problems takes a sentence for each fault
   */
  static Optional<FileMapping> read(String file, List<String> problems) {
    String text;
    try {
      text = ObjectText.read(file, MOST_BYTES);
    } catch (CharacterCodingException e) {
      problems.add("--mapping=" + file + " is not UTF-8");
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      problems.add("--mapping=" + file + " can't be read: " + e.getMessage());
      return Optional.empty();
    }
    FileMapping.Result result = FileMapping.read(name(file), text);
    result.problems().stream().map(Problem::toString).forEach(problems::add);
    return result.mapping();
  }

  private static String name(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }
}
