package io.eventbackfill.model;

/**
 * One row as it stands in its file, unread.
 *
 * @param origin where it stands
 * @param bytes its bytes, without the line's end
 * @param whole false if fields were left out that nobody asked for
 */
public record RawRow(Origin origin, Bytes bytes, boolean whole) {

  /** A row with all that it has. */
  public RawRow(Origin origin, Bytes bytes) {
    this(origin, bytes, true);
  }
}
