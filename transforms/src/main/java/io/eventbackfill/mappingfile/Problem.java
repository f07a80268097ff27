package io.eventbackfill.mappingfile;

/**
 * One thing that is wrong with a mapping file.
 *
 * @param file the file, as the user named it
 * @param line from 1
 * @param column from 1, in characters
 * @param message what is wrong, and where it can be guessed, what was meant
 */
public record Problem(String file, int line, int column, String message) {

  /** As compilers and editors write it: {@code mapping.yaml:12:5: what is wrong}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + message;
  }
}
