package io.eventbackfill.steps;

import io.eventbackfill.delivery.SystemWaiting;
import io.eventbackfill.ledger.Store;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.util.MimeTypes;

/**
 * A folder on any of Beam's file systems. Object stores show an object when its stream is closed;
 * elsewhere it is written in {@value #WRITING}, a folder that is never listed, and moved into its
 * place. Whoever reads sees the old content or the new one, never a part.
 *
 * <p>What was written outlives this process, however it ends. On a local disk it need not outlive a
 * loss of power: nothing is forced to the disk. A process that dies while it writes leaves a file
 * in {@value #WRITING} behind, or an unfinished upload, which nobody looks at. On HDFS an object
 * that is written anew is missing for a moment, for nothing can be moved over a file there.
 *
 * <p>Names with a star, question mark, backslash, or an opening bracket or brace are refused, for
 * Beam takes them for patterns even where it deletes. Every failure is an IOException with the
 * address in question.
 */
public final class FileSystemStore implements Store {
  private static final long serialVersionUID = 1L;

  static final String WRITING = ".writing/";

  /** What file systems read as a pattern, or as the escape of one. */
  private static final String PATTERN = "*?[{\\";

  /** File systems that show a file from its first byte on, and move one at once. */
  private static final Set<String> SHOWS_PARTS = Set.of("file", "hdfs", "webhdfs");

  private static final String LOCAL = "file:";

  private final String directory;

  private FileSystemStore(String directory) {
    this.directory = directory;
  }

  /**
   * The store in this folder, which need not exist yet. A relative one is resolved here, once.
   *
   * @param directory a path, or an address of a file system that is registered with Beam by now
   * @throws IllegalArgumentException if its name reads as a pattern
   */
  public static FileSystemStore in(String directory) {
    String resolved = FileSystems.matchNewResource(path(directory), true).toString();
    refusePatterns(resolved);
    return new FileSystemStore(resolved.endsWith("/") ? resolved : resolved + "/");
  }

  /** Beam finds what {@code file:} names, but creates it in a folder of that name. */
  private static String path(String directory) {
    if (!directory.toLowerCase(Locale.ROOT).startsWith(LOCAL)) {
      return directory;
    }
    return directory.substring(LOCAL.length()).replaceFirst("^/+", "/");
  }

  private static void refusePatterns(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (PATTERN.indexOf(name.charAt(i)) >= 0) {
        throw new IllegalArgumentException(
            "the name holds a '" + name.charAt(i) + "', which reads as a pattern: " + name);
      }
    }
  }

  @Override
  public List<Item> list(String folder) throws IOException {
    refusePatterns(folder);
    return attempt(
        "list",
        folder,
        () -> {
          List<Item> items = new ArrayList<>();
          for (Metadata found :
              FileSystems.match(directory + folder + "**", EmptyMatchTreatment.ALLOW).metadata()) {
            String name = relative(found.resourceId());
            if (isObject(name)) {
              items.add(new Item(name, found.sizeBytes()));
            }
          }
          items.sort(Comparator.comparing(Item::name));
          return List.copyOf(items);
        });
  }

  private String relative(ResourceId found) throws IOException {
    String name = found.toString();
    if (!name.startsWith(directory)) {
      throw new IOException(
          "it is said to hold " + name + "; name the folder as that address does");
    }
    return name.substring(directory.length());
  }

  /** Object stores may hold an empty object in a folder's place. */
  private static boolean isObject(String name) {
    return !name.isEmpty() && !name.endsWith("/") && !name.startsWith(WRITING);
  }

  @Override
  public InputStream open(String name) throws IOException {
    ResourceId file = resource(name);
    return attempt(
        "read",
        name,
        () -> {
          try {
            return new BufferedInputStream(Channels.newInputStream(FileSystems.open(file)));
          } catch (IOException | RuntimeException e) {
            if (e instanceof FileNotFoundException || isMissing(file)) {
              throw missing(name, e);
            }
            throw e;
          }
        });
  }

  /** Not every file system has its own exception for it. */
  private static boolean isMissing(ResourceId file) {
    try {
      return FileSystems.match(file.toString(), EmptyMatchTreatment.ALLOW).metadata().isEmpty();
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private FileNotFoundException missing(String name, Exception cause) {
    FileNotFoundException missing = new FileNotFoundException("there is no " + address(name));
    missing.initCause(cause);
    return missing;
  }

  /**
   * A new object, or a new content for one. It is there once the stream is closed, unless a write
   * to the stream failed: then closing it leaves things as they were. To give an object up halfway,
   * do not close the stream.
   */
  @Override
  public OutputStream create(String name) throws IOException {
    ResourceId file = resource(name);
    return attempt(
        "write",
        name,
        () -> {
          if (!SHOWS_PARTS.contains(file.getScheme())) {
            return new WholeObject(address(name), FileSystems.create(file, MimeTypes.BINARY));
          }
          ResourceId draft =
              FileSystems.matchNewResource(directory + WRITING + SystemWaiting.uniqueName(), false);
          return new WholeObject(
              address(name), FileSystems.create(draft, MimeTypes.BINARY), draft, file);
        });
  }

  @Override
  public void delete(Collection<String> names) throws IOException {
    List<ResourceId> files = names.stream().map(this::resource).toList();
    Object unused =
        attempt(
            "delete",
            names.size() == 1 ? names.iterator().next() : "",
            () -> {
              FileSystems.delete(files, StandardMoveOptions.IGNORE_MISSING_FILES);
              return files;
            });
  }

  @Override
  public String address(String name) {
    return directory + name;
  }

  private ResourceId resource(String name) {
    refusePatterns(name);
    if (!isObject(name)) {
      throw new IllegalArgumentException("not a name for an object: '" + name + "'");
    }
    return FileSystems.matchNewResource(directory + name, false);
  }

  /** What may fail at a file system. */
  @FunctionalInterface
  private interface Attempt<T> {
    T get() throws IOException;
  }

  /** Clients of object stores have unchecked exceptions of their own for a network that is down. */
  private <T> T attempt(String what, String name, Attempt<T> attempt) throws IOException {
    try {
      return attempt.get();
    } catch (FileNotFoundException e) {
      throw what.equals("read") ? e : failure(what, name, e);
    } catch (IOException | RuntimeException e) {
      throw failure(what, name, e);
    }
  }

  private IOException failure(String what, String name, Exception cause) {
    return new IOException(
        "can't " + what + " " + address(name) + ": " + cause.getMessage(), cause);
  }

  @Override
  public String toString() {
    return directory;
  }
}
