package io.eventbackfill.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Lets one thread at a time do its next step, and a schedule says which. Each step takes a
 * millisecond; when everybody waits, time goes on to the end of the shortest wait.
 */
final class Turns {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final long GONE = Long.MAX_VALUE;
  private static final int NOBODY = -1;

  private final IntUnaryOperator schedule;
  private final long[] readyAt;
  private long millis;
  private int turns;
  private int turn;

  /**
   * The first one's turn comes.
   *
   * @param schedule from the number of a turn to any number, which chooses among those who can go
   *     on
   */
  Turns(IntUnaryOperator schedule, int players) {
    this.schedule = schedule;
    this.readyAt = new long[players];
    choose();
  }

  private synchronized void choose() {
    long first = Arrays.stream(readyAt).min().orElse(GONE);
    turn = NOBODY;
    if (first < GONE) {
      millis = Math.max(millis + 1, first);
      List<Integer> ready =
          IntStream.range(0, readyAt.length).filter(p -> readyAt[p] <= millis).boxed().toList();
      turn = ready.get(Math.floorMod(schedule.applyAsInt(turns++), ready.size()));
    }
    notifyAll();
  }

  synchronized Instant now() {
    return START.plusMillis(millis);
  }

  /** Ends the player's step; returns when it may do the next one, and this much time has passed. */
  synchronized void step(int player, Duration pause) throws InterruptedException {
    readyAt[player] = millis + pause.toMillis();
    choose();
    await(player);
  }

  synchronized void await(int player) throws InterruptedException {
    while (turn != player) {
      wait();
    }
  }

  synchronized void leave(int player) {
    readyAt[player] = GONE;
    choose();
  }
}
