package io.eventbackfill.pipeline;

import io.eventbackfill.mapping.LeftOut;
import io.eventbackfill.model.InputFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.jspecify.annotations.Nullable;

/** Files as their file systems list them. */
final class InputFiles {
  /** What means something in a pattern, to one file system or another. */
  private static final String IN_PATTERNS = "[\\[\\]{}*?\\\\]";

  private static final Pattern STORE = Pattern.compile("(?!file:)[a-z][a-z0-9+.-]*://[^/]+");

  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private static final String HDFS_HINT = ": set HADOOP_CONF_DIR, or --hdfsConfiguration";

  private final S3Objects objects;
  private final List<String> unmatched;
  private final List<String> problems;

  /**
   * A listing.
   *
   * @param unmatched takes a sentence for each glob that names no file to read
   * @param problems takes a sentence for each other fault
   */
  InputFiles(S3Objects objects, List<String> unmatched, List<String> problems) {
    this.objects = objects;
    this.unmatched = unmatched;
    this.problems = problems;
  }

  /** The size of those of the files that are not left out by their names. */
  static long bytesToRead(List<InputFile> files, LeftOut leftOut) {
    return files.stream()
        .filter(file -> !leftOut.holds(file.name()))
        .mapToLong(InputFile::bytes)
        .sum();
  }

  /**
   * The files that globs name, by name, each once. Matched once: whatever is added later belongs to
   * another run.
   *
   * @param excluded globs of files that are not to be there
   */
  List<InputFile> matching(List<String> globs, List<String> excluded) {
    SortedMap<String, InputFile> byName = byName("--input", globs);
    // After the input, so that no file can appear in between and be read.
    for (String glob : excluded) {
      matched("--excludeInput", glob, new ArrayList<>())
          .forEach(file -> byName.remove(file.name()));
    }
    return List.copyOf(byName.values());
  }

  /**
   * The files that the globs of an option name, by name, each once.
   *
   * @param option with its dashes
   */
  List<InputFile> of(String option, List<String> globs) {
    return List.copyOf(byName(option, globs).values());
  }

  private SortedMap<String, InputFile> byName(String option, List<String> globs) {
    SortedMap<String, InputFile> byName = new TreeMap<>();
    for (String glob : globs) {
      matched(option, glob, unmatched).forEach(file -> byName.put(file.name(), file));
    }
    return byName;
  }

  private List<InputFile> matched(String option, String glob, List<String> none) {
    String problem = option + ": no file matches " + glob;
    try {
      List<InputFile> files =
          S3Objects.isAddress(glob) ? objects.matching(glob) : ofFileSystem(option, glob);
      if (files.isEmpty()) {
        none.add(problem);
      }
      return files;
    } catch (FileNotFoundException e) {
      none.add(problem + " (" + e.getMessage() + ")");
    } catch (IOException | RuntimeException e) {
      problems.add("%s: %s can't be listed: %s".formatted(option, glob, e.getMessage()));
    }
    return List.of();
  }

  private List<InputFile> ofFileSystem(String option, String glob) throws IOException {
    Matcher store = STORE.matcher(glob);
    if (store.lookingAt()) {
      requireAnswer(store.group() + "/event-backfill-asks");
    }
    List<InputFile> files = new ArrayList<>();
    for (Metadata found : FileSystems.match(glob, EmptyMatchTreatment.DISALLOW).metadata()) {
      String name = found.resourceId().toString();
      if (found.resourceId().isDirectory()) {
        problems.add(
            "%s: %s is a folder; name its files, such as %s**".formatted(option, glob, name));
      } else {
        files.add(of(found));
      }
    }
    return files;
  }

  /**
   * Asks for one file, whether it is there or not: clients of stores that are not there try for
   * minutes.
   */
  private static void requireAnswer(String name) throws IOException {
    FutureTask<MatchResult> asked =
        new FutureTask<>(() -> FileSystems.match(name, EmptyMatchTreatment.ALLOW));
    Thread thread = new Thread(asked, "ask a store");
    thread.setDaemon(true);
    thread.start();
    try {
      asked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException("the store does not answer", e);
    } catch (ExecutionException e) {
      String hint = name.startsWith("hdfs:") ? HDFS_HINT : "";
      throw new IOException(deepest(e.getCause()) + hint, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while it was asked for", e);
    }
  }

  /** Clients wrap what happened into what they were about to do. */
  private static String deepest(@Nullable Throwable fault) {
    String words = "";
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      words = cause.getMessage() == null ? words : cause.getMessage();
    }
    return words.lines().findFirst().orElse("");
  }

  /**
   * The file of a name, which is no glob.
   *
   * @throws FileNotFoundException if there is none
   * @throws IOException if that can't be told
   */
  static InputFile named(String name) throws IOException {
    ResourceId file = FileSystems.matchNewResource(name, false);
    // File systems of stores take every name for a pattern: one that this name matches, too.
    String pattern = file.getScheme().equals("file") ? name : name.replaceAll(IN_PATTERNS, "?");
    try {
      for (Metadata found : FileSystems.match(pattern, EmptyMatchTreatment.DISALLOW).metadata()) {
        if (found.resourceId().toString().equals(file.toString())) {
          return of(found);
        }
      }
    } catch (FileNotFoundException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new IOException(name + " can't be looked up: " + e.getMessage(), e);
    }
    throw new FileNotFoundException(name);
  }

  private static InputFile of(Metadata file) {
    return new InputFile(
        file.resourceId().toString(), file.sizeBytes(), file.lastModifiedMillis(), file.checksum());
  }
}
