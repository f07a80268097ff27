package io.eventbackfill.ledger;

import io.eventbackfill.model.Span;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/**
 * What one writer wrote down of a lane at once. A lane has one writer at a time, except where a
 * machine that was given up goes on beside its successor: segments of several writers add up.
 *
 * @param head which one it is, and what it promises
 * @param replies answers by status, since the segment before
 * @param uploadTime the destination's clock for what it stored, since the segment before
 * @param settled events that were settled since the segment before, by position
 */
record Segment(Head head, SortedMap<String, Long> replies, Span uploadTime, List<Settled> settled) {

  /**
   * Which segment it is, and what it promises.
   *
   * @param writer a name nobody else has
   * @param number counts the writer's segments of this lane, from 0
   * @param previous the checksum of the segment before it, 0 for the first
   * @param seen names of the last segments of earlier writers, in the first segment only
   * @param lane the lane
   * @param state whether more may follow
   * @param writtenAt milliseconds since 1970 UTC
   * @param reach no event of this position or a later one was sent before the writer's next segment
   *     was written
   */
  record Head(
      String writer,
      int number,
      int previous,
      List<String> seen,
      int lane,
      State state,
      long writtenAt,
      long reach) {}

  /** Whether more may follow. */
  enum State {
    /** The writer is at work, or was when it died. */
    OPEN(0),
    /** The writer stopped with nothing in flight. */
    CLOSED(1),
    /** So it did, at the lane's end: {@code reach} is the number of the lane's events. */
    ENDED(2);

    private final int code;

    State(int code) {
      this.code = code;
    }

    /** Its number on disk. */
    int code() {
      return code;
    }
  }

  /** The segment's name in its lane's folder. */
  String name() {
    return name(head.writer(), head.number());
  }

  /** The name of a writer's segment; they sort by number. */
  static String name(String writer, int number) {
    return String.format(Locale.ROOT, "%s-%08d", writer, number);
  }
}
