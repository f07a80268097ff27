package io.eventbackfill.mappingfile;

/** An expression that can't be used, or fails for a row. */
final class ExpressionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  /**
   * At a place in the expression.
   *
   * @param line from 1
   * @param column from 0
   */
  ExpressionException(int line, int column, String message) {
    super(message);
    this.line = line;
    this.column = column;
  }

  ExpressionException(String message) {
    this(1, 0, message);
  }

  int line() {
    return line;
  }

  int column() {
    return column;
  }
}
