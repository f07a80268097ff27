package io.eventbackfill.mappingfile;

/**
 * A place in a document.
 *
 * @param line from 1
 * @param column from 1, in characters
 */
record Place(int line, int column) {
  static final Place START = new Place(1, 1);

  Place right(int characters) {
    return new Place(line, column + characters);
  }
}
