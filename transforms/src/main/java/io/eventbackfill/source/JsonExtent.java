package io.eventbackfill.source;

import java.util.BitSet;

/**
 * Finds the end of one JSON value by its brackets and quotes alone, a byte at a time. Takes
 * anything for a value that has an end.
 */
final class JsonExtent {
  /** What a byte is to the value. */
  enum Step {
    /** Part of it, and it goes on. */
    INSIDE,
    /** Its last byte. */
    LAST,
    /** No part of it any more: it ended one byte before. */
    BEFORE,
    /** Where its end is can't be known any more. */
    DAMAGED
  }

  /** Far deeper than anything that is read; a bit is held for each level. */
  private static final int DEEPEST = 1 << 20;

  /** By level; set where it was opened by a brace. */
  private final BitSet braces = new BitSet();

  private int depth;
  private boolean string;
  private boolean escaped;
  private boolean bare;

  Step take(byte b) {
    if (string) {
      return inString(b);
    }
    return switch (b) {
      case '"' -> quote();
      case '{' -> open(true);
      case '[' -> open(false);
      case '}' -> close(true);
      case ']' -> close(false);
      // Only strings have them: quotes are out of step.
      case '\\' -> Step.DAMAGED;
      case ',', ' ', '\t', '\r', '\n' -> depth == 0 ? Step.BEFORE : Step.INSIDE;
      default -> other();
    };
  }

  /** True if the value may end where its input does. */
  boolean mayEnd() {
    return bare && depth == 0;
  }

  private Step inString(byte b) {
    if (escaped) {
      escaped = false;
    } else if (b == '\\') {
      escaped = true;
    } else if (b == '"') {
      string = false;
      return depth == 0 ? Step.LAST : Step.INSIDE;
    }
    return Step.INSIDE;
  }

  private Step quote() {
    if (bare) {
      return Step.BEFORE;
    }
    string = true;
    return Step.INSIDE;
  }

  private Step open(boolean brace) {
    if (bare) {
      return Step.BEFORE;
    }
    if (depth == DEEPEST) {
      return Step.DAMAGED;
    }
    braces.set(depth++, brace);
    return Step.INSIDE;
  }

  private Step close(boolean brace) {
    if (depth == 0) {
      return Step.BEFORE;
    }
    depth--;
    if (braces.get(depth) != brace) {
      return Step.DAMAGED;
    }
    return depth == 0 ? Step.LAST : Step.INSIDE;
  }

  private Step other() {
    bare |= depth == 0;
    return Step.INSIDE;
  }
}
