package io.eventbackfill.source;

/** Finds the end of one CSV record, a byte at a time. */
final class CsvExtent {
  /** What a byte is to the record. */
  enum Step {
    INSIDE,
    /** A line feed that belongs to a field. */
    FEED_INSIDE,
    /** The line feed that ends the record. */
    LAST,
    /** Where the record ends can't be known any more. */
    DAMAGED
  }

  private enum State {
    FIELD_START,
    PLAIN,
    QUOTED,
    /** Behind a quote that closed the field, unless another one follows. */
    CLOSED,
    /** Behind that and a carriage return. */
    CLOSED_AT_END
  }

  private final byte delimiter;
  private State state = State.FIELD_START;
  private int length;
  private int feeds;
  private boolean damaged;

  CsvExtent(char delimiter) {
    this.delimiter = (byte) delimiter;
  }

  Step take(byte b) {
    length++;
    return switch (state) {
      case FIELD_START -> b == TextFormat.QUOTE ? to(State.QUOTED) : plain(b);
      case PLAIN -> plain(b);
      case QUOTED -> quoted(b);
      case CLOSED -> closed(b);
      case CLOSED_AT_END -> b == '\n' ? Step.LAST : damaged();
    };
  }

  /** There are no more bytes, or none are looked at. */
  void end(boolean cut) {
    damaged = cut || state == State.QUOTED;
  }

  /** True if its bytes are a record. */
  boolean isWhole() {
    return !damaged && state != State.QUOTED;
  }

  /** Why it is no record. */
  String fault() {
    return state == State.QUOTED
        ? "a quote that opens a field is not closed"
        : "other characters stand between a closing quote and the field's end";
  }

  /** Bytes taken. */
  int length() {
    return length;
  }

  /** Lines it goes on for after its first. */
  int feeds() {
    return feeds;
  }

  private Step plain(byte b) {
    if (b == '\n') {
      return Step.LAST;
    }
    return to(b == delimiter ? State.FIELD_START : State.PLAIN);
  }

  private Step quoted(byte b) {
    if (b == '\n') {
      feeds++;
      return Step.FEED_INSIDE;
    }
    return b == TextFormat.QUOTE ? to(State.CLOSED) : Step.INSIDE;
  }

  private Step closed(byte b) {
    if (b == TextFormat.QUOTE) {
      return to(State.QUOTED);
    }
    if (b == '\r') {
      return to(State.CLOSED_AT_END);
    }
    return b == '\n' || b == delimiter ? plain(b) : damaged();
  }

  private Step damaged() {
    damaged = true;
    return Step.DAMAGED;
  }

  private Step to(State next) {
    state = next;
    return Step.INSIDE;
  }
}
