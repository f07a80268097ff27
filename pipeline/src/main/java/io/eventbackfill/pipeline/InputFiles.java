package io.eventbackfill.pipeline;

import io.eventbackfill.model.InputFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;

/** Files as their file systems list them. */
final class InputFiles {
  private InputFiles() {}

  /**
   * The files that globs name, by name, each once. Matched once: whatever is added later belongs to
   * another run.
   *
   * @param unmatched takes a sentence for each glob that names none
   * @param problems takes a sentence for each other fault
   */
  static List<InputFile> matching(
      List<String> globs, List<String> unmatched, List<String> problems) {
    SortedMap<String, InputFile> byName = new TreeMap<>();
    for (String glob : globs) {
      for (Metadata file : matched(glob, unmatched)) {
        String name = file.resourceId().toString();
        if (file.resourceId().isDirectory()) {
          problems.add(
              "--input: %s is a folder; name its files, such as %s**".formatted(glob, name));
        } else {
          byName.put(name, of(file));
        }
      }
    }
    return List.copyOf(byName.values());
  }

  private static List<Metadata> matched(String glob, List<String> unmatched) {
    String problem = "--input: no file matches " + glob;
    try {
      List<Metadata> files = FileSystems.match(glob, EmptyMatchTreatment.DISALLOW).metadata();
      if (files.isEmpty()) {
        unmatched.add(problem);
      }
      return files;
    } catch (IOException | IllegalArgumentException e) {
      unmatched.add(problem + " (" + e.getMessage() + ")");
      return List.of();
    }
  }

  /**
   * The file of a name, which is no glob.
   *
   * @throws FileNotFoundException if there is none
   */
  static InputFile named(String name) throws IOException {
    MatchResult found =
        FileSystems.matchResources(List.of(FileSystems.matchNewResource(name, false))).get(0);
    if (found.status() != MatchResult.Status.OK || found.metadata().isEmpty()) {
      throw new FileNotFoundException(name);
    }
    return of(found.metadata().get(0));
  }

  private static InputFile of(Metadata file) {
    return new InputFile(
        file.resourceId().toString(), file.sizeBytes(), file.lastModifiedMillis(), file.checksum());
  }
}
