package io.eventbackfill.pipeline;

import io.eventbackfill.ledger.Store;
import io.eventbackfill.steps.WriteAside;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Finds what runs have set aside in folders that somebody names. Only {@code *.jsonl} counts: not
 * the report that lies beside it, nor the copies that editors leave behind.
 */
final class SetAsideFolders {
  private static final String FILES = "*.jsonl";
  private static final String END = FILES.substring(1);
  private static final String REPORT = "report.json";

  private final PipelineOptions options;
  private final List<String> problems;

  /**
   * A search.
   *
   * @param problems takes a sentence for each folder that can't be one of a run's
   */
  SetAsideFolders(PipelineOptions options, List<String> problems) {
    this.options = options;
    this.problems = problems;
  }

  /**
   * Globs of all that is set aside in these folders: in each itself, or in its {@code dead-letters}
   * and {@code deferred}. None of a run that set nothing aside.
   */
  List<String> globs(List<String> folders) {
    List<String> globs = new ArrayList<>();
    for (String folder : folders) {
      if (folder.matches(".*[*?\\[{\\\\].*")) {
        problems.add("--from=%s: name folders, not globs".formatted(folder));
        continue;
      }
      try {
        globs.addAll(globs(folder.replaceFirst("/*$", "/")));
      } catch (IOException | IllegalArgumentException e) {
        problems.add("--from: %s can't be listed: %s".formatted(folder, e.getMessage()));
      }
    }
    return globs;
  }

  private List<String> globs(String folder) throws IOException {
    List<String> names = names(folder);
    List<String> globs = new ArrayList<>();
    for (String inside : inside()) {
      if (names.stream().anyMatch(name -> isIn(inside, name))) {
        globs.add(folder + inside + FILES);
      }
    }
    if (globs.isEmpty() && !isOfRun(folder, names)) {
      problems.add(
          "--from: %s holds neither %s nor a run's results%s"
              .formatted(
                  folder,
                  FILES,
                  runIn(names)
                      .map(run -> "; name a run of it, such as " + folder + run)
                      .orElse("")));
    }
    return globs;
  }

  /** The folder itself, and those that runs make. */
  private static Iterable<String> inside() {
    TreeSet<String> inside = new TreeSet<>(WriteAside.FOLDERS.values());
    inside.add("");
    return inside;
  }

  private static boolean isIn(String folder, String name) {
    return name.startsWith(folder) && name.endsWith(END) && name.indexOf('/', folder.length()) < 0;
  }

  /** A run that set nothing aside has no folder for it. */
  private boolean isOfRun(String folder, List<String> names) throws IOException {
    if (names.contains(REPORT)) {
      return true;
    }
    for (String aside : WriteAside.FOLDERS.values()) {
      if (folder.endsWith("/" + aside)) {
        return names(folder.substring(0, folder.length() - aside.length())).contains(REPORT);
      }
    }
    return false;
  }

  private static Optional<String> runIn(List<String> names) {
    return names.stream()
        .filter(name -> name.endsWith("/" + REPORT))
        .map(name -> name.substring(0, name.length() - REPORT.length() - 1))
        .reduce((a, b) -> b);
  }

  private List<String> names(String folder) throws IOException {
    return S3Store.orOther(folder, options).list("").stream().map(Store.Item::name).toList();
  }
}
