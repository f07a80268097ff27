package io.eventbackfill.model;

/**
 * One row as it stands in its file, unread.
 *
 * @param origin where it stands
 * @param bytes its bytes, without the line's end
 */
public record RawRow(Origin origin, Bytes bytes) {}
