package io.eventbackfill.pacing;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class SlidingWindowTest {
  private static final long WINDOW = 30;

  private final SlidingWindow window = new SlidingWindow(WINDOW);

  private void sent(int count, long left, long answered) {
    assertThat("left before it was answered", left <= answered);
    window.leave(count);
    window.answer(count, answered);
  }

  @Test
  void countsWhatIsUnderWayUntilAWholeWindowAfterItsAnswer() {
    window.leave(5);
    assertThat(window.count(1_000), is(5L));

    window.answer(5, 1_000);
    assertThat(window.count(1_029), is(5L));
    assertThat(window.count(1_030), is(0L));
  }

  @Test
  void whatNeverLeftDoesNotCount() {
    window.leave(5);
    window.takeBack(2);

    assertThat(window.count(0), is(3L));
  }

  @Test
  void freeAsSoonAsEnoughOfTheOldestIsForgotten() {
    sent(4, 0, 10);
    sent(3, 11, 12);
    sent(3, 13, 20);

    assertThat(window.freeAt(1, 11, 20), is(20L));
    assertThat(window.freeAt(1, 10, 20), is(40L));
    assertThat(window.freeAt(4, 10, 20), is(40L));
    assertThat(window.freeAt(5, 10, 20), is(42L));
    assertThat(window.freeAt(10, 10, 20), is(50L));
  }

  @Test
  void whatIsUnderWayMustBeAnsweredFirst() {
    window.leave(10);

    assertThat(window.freeAt(1, 10, 0), is(Long.MAX_VALUE));
    sent(3, 0, 5);
    assertThat(window.freeAt(1, 10, 5), is(Long.MAX_VALUE));
    assertThat(window.freeAt(1, 11, 5), is(35L));
  }

  @Test
  void moreThanTheBoundGoesAlone() {
    assertThat(window.freeAt(100, 10, 0), is(0L));
    sent(100, 0, 1);
    assertThat(window.freeAt(100, 10, 2), is(31L));
    assertThat(window.freeAt(100, 10, 31), is(31L));
  }

  @Test
  void manyEntriesAreKeptInOrder() {
    for (int i = 0; i < 1000; i++) {
      sent(1, i, i);
      assertThat(window.count(i), is(Math.min(i + 1L, WINDOW)));
    }
    assertThat(window.isIdle(1_028), is(false));
    assertThat(window.isIdle(1_029), is(true));
  }
}
