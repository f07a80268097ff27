package io.eventbackfill.model;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Where a row came from; travels to the very end.
 *
 * @param file the file as the file system names it
 * @param member the member inside an archive, or null where the file is no archive; a second member
 *     of the same name has a number behind it
 * @param row the row's number, from 1: of the line it begins in, or where rows are not lines, its
 *     place among them; 0 stands for the file (or member) as a whole
 */
public record Origin(String file, @Nullable String member, long row) implements Serializable {

  /** The file, or the member inside it. */
  public String source() {
    return member == null ? file : file + "!/" + member;
  }

  @Override
  public String toString() {
    return source() + ":" + row;
  }
}
