package io.eventbackfill.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;

/**
 * Named objects: the files of a folder, or a bucket's below a prefix. Names are relative, with
 * slashes between their parts, such as {@code runs/20260301T010000.000Z/manifest.json}.
 *
 * <p>An object is written once and as a whole, as object stores do it; it is never appended to.
 * Whoever lists after a write returned sees the object. Thread-safe.
 */
public interface Store extends Serializable {

  /**
   * An object's name and size.
   *
   * @param name relative to the store
   * @param bytes its size
   */
  record Item(String name, long bytes) {}

  /**
   * All objects whose names begin with this folder, at any depth, sorted by name.
   *
   * @param folder empty for all, else ending in a slash; one that does not exist is empty
   */
  List<Item> list(String folder) throws IOException;

  /**
   * An object's content, from its first byte.
   *
   * @throws java.io.FileNotFoundException if there is no such object
   */
  InputStream open(String name) throws IOException;

  /**
   * A new object, or a new content for one; it is there, as a whole, once the stream is closed. A
   * process that dies before may leave the beginning of it behind on a file system.
   */
  OutputStream create(String name) throws IOException;

  /** Removes objects; names of none are fine. */
  void delete(Collection<String> names) throws IOException;

  /** An object's full address, for messages. */
  String address(String name);

  /** An object's whole content. */
  default byte[] read(String name) throws IOException {
    try (InputStream in = open(name)) {
      return in.readAllBytes();
    }
  }

  /** Writes an object; it is there when this returns. */
  default void write(String name, byte[] content) throws IOException {
    try (OutputStream out = create(name)) {
      out.write(content);
    }
  }
}
