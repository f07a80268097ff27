package io.eventbackfill.delivery;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A secret by reference: {@code env:NAME} or {@code file:PATH}, or the secret itself. It is looked
 * up where it is used and cached there; only the reference travels. Never printed. The path may be
 * the address of an object, such as {@code file:gs://bucket/key}, if there is somebody to read it.
 */
public final class Secret implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Stands for a secret that was given as it is. */
  public static final String REDACTED = "[redacted]";

  private static final String ENV = "env:";
  private static final String FILE = "file:";

  private static final String ADDRESS = "://";

  private final String reference;
  private final Reader reader;
  private transient volatile @Nullable String value;

  /** Reads what is not on a disk of this machine. Travels with the secret. */
  public interface Reader extends Serializable {
    /**
     * The text of an object.
     *
     * @param address such as {@code gs://bucket/key}
     * @throws IOException if it is not there, or can't be read
     */
    String read(String address) throws IOException;
  }

  private Secret(String reference, Reader reader) {
    this.reference = reference;
    this.reader = reader;
  }

  /** The secret a reference stands for; nothing is looked up yet. */
  public static Secret of(String reference) {
    return of(
        reference,
        address -> {
          throw new IOException("no store is known here");
        });
  }

  /**
   * The same.
   *
   * @param reader reads it where it is used, if it is an object of a store
   */
  public static Secret of(String reference, Reader reader) {
    return new Secret(reference, reader);
  }

  /** True if the reference is the secret itself, so that it stands in the shell's history. */
  public boolean isLiteral() {
    return !reference.startsWith(ENV) && !reference.startsWith(FILE);
  }

  /**
   * The secret.
   *
   * @throws IllegalStateException if it is empty, or the variable or the file is missing or
   *     unreadable; the message names them
   */
  public String reveal() {
    String known = value;
    if (known == null) {
      known = lookUp();
      value = known;
    }
    return known;
  }

  private String lookUp() {
    String found;
    if (reference.startsWith(ENV)) {
      String name = reference.substring(ENV.length());
      found = System.getenv(name);
      if (found == null || found.isBlank()) {
        throw new IllegalStateException("environment variable " + name + " is not set or empty");
      }
    } else if (reference.startsWith(FILE)) {
      String path = reference.substring(FILE.length());
      try {
        found = path.contains(ADDRESS) ? reader.read(path) : Files.readString(Path.of(path));
      } catch (IOException e) {
        throw new IllegalStateException("file " + path + " can't be read", e);
      }
      if (found.isBlank()) {
        throw new IllegalStateException("file " + path + " is empty");
      }
    } else {
      found = reference;
      if (found.isBlank()) {
        throw new IllegalStateException("the secret is empty");
      }
    }
    return found.strip();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret that && reference.equals(that.reference);
  }

  @Override
  public int hashCode() {
    return reference.hashCode();
  }

  /** The reference, which is no secret, or a placeholder. */
  @Override
  public String toString() {
    return isLiteral() ? REDACTED : reference;
  }
}
