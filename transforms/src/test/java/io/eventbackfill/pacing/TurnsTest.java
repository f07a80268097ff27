package io.eventbackfill.pacing;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.eventbackfill.pacing.Turns.Turn;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final long SECOND = 1_000_000;

  /** A hundred events a second, ten requests a second. */
  private final Turns turns = new Turns(100, 10);

  private long now = 1_000 * SECOND;

  /** Waits for a turn and takes it; answered at once. */
  private long taken(int events) {
    Turn turn = turns.join(0, events);
    for (long at = turns.ask(turn, now); at > now; at = turns.ask(turn, now)) {
      now = at;
    }
    turns.answer(events, now);
    return now;
  }

  @Test
  void eventsAreSpacedByTheRate() {
    long first = taken(50);

    assertThat(first, is(1_000 * SECOND));
    assertThat(taken(100), is(first + SECOND / 2 - SECOND / 10));
    assertThat(taken(1), is(first + 3 * SECOND / 2 - SECOND / 10));
  }

  @Test
  void smallRequestsAreSpacedByTheRateOfRequests() {
    taken(1);
    taken(1);
    long before = now;

    assertThat(taken(1), is(before + SECOND / 10));
  }

  @Test
  void aPauseIsNotMadeUpForByABurst() {
    taken(100);
    now += 3600 * SECOND;
    long first = taken(100);

    assertThat(taken(100) - first, is(SECOND - SECOND / 10));
    assertThat(taken(100) - first, is(2 * SECOND - SECOND / 10));
  }

  @Test
  void noWindowHoldsMoreThanTheRate() {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      // Timers wake late, now and then.
      now += i % 3 * SECOND / 20;
      times.add(taken(25));
    }
    for (int i = 0; i < times.size(); i++) {
      int from = i;
      long inWindow =
          times.stream()
              .filter(t -> t >= times.get(from))
              .filter(t -> t < times.get(from) + 30 * SECOND)
              .count();
      assertThat(inWindow * 25, is(lessThanOrEqualTo(3000L)));
    }
  }

  @Test
  void slowAnswersKeepTheirPlace() {
    Turn first = turns.join(0, 3000);
    assertThat(turns.ask(first, now), is(now));
    long later = now + 45 * SECOND;

    Turn second = turns.join(0, 1);
    assertThat("nobody knows when", turns.ask(second, later), is(later + 20_000));
    turns.answer(3000, later);
    assertThat(turns.ask(second, later), is(later + 30 * SECOND));
  }

  @Test
  void theOneFurthestBehindGoesFirst() {
    taken(100);
    Turn ahead = turns.join(2_000, 100);
    Turn behind = turns.join(1_000, 100);

    long free = turns.ask(behind, now);
    assertThat(
        turns.ask(ahead, now), is(allOf(greaterThan(now), lessThanOrEqualTo(now + 100_000))));
    now = free;
    assertThat(turns.ask(ahead, now), is(greaterThan(now)));
    assertThat(turns.ask(behind, now), is(now));
  }

  @Test
  void whoLeavesTheQueueKeepsNobodyBack() {
    Turn first = turns.join(1, 100);
    Turn second = turns.join(2, 100);
    assertThat(turns.ask(second, now), is(greaterThan(now)));

    turns.leave(first);

    assertThat(turns.ask(second, now), is(now));
  }

  @Test
  void whatIsGivenBackIsAnothers() {
    Turn first = turns.join(0, 100);
    assertThat(turns.ask(first, now), is(now));
    turns.takeBack(90, 0);
    turns.answer(10, now);

    Turn second = turns.join(0, 1);
    assertThat(turns.ask(second, now), is(now + SECOND / 10 - SECOND / 10));
  }

  @Test
  void nobodyGoesWhileAllArePaused() {
    turns.pause(now + 60 * SECOND);
    turns.pause(now + 10 * SECOND);
    Turn turn = turns.join(0, 1);

    assertThat(turns.isPaused(now), is(true));
    assertThat(turns.ask(turn, now), is(now + 60 * SECOND));
    now += 60 * SECOND;
    assertThat(turns.isPaused(now), is(false));
    assertThat(turns.ask(turn, now), is(now));
  }

  @Test
  void aRequestMayHoldWhatAWindowAllows() {
    assertThat(turns.mostAtOnce(), is(3000));
    assertThat(new Turns(0.01, 1).mostAtOnce(), is(1));
    assertThat(new Turns(1e12, 1).mostAtOnce(), is(Integer.MAX_VALUE));
  }
}
