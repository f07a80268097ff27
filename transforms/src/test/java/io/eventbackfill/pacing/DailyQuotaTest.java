package io.eventbackfill.pacing;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.model.Actor;
import io.eventbackfill.pacing.Pacer.Fate;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class DailyQuotaTest {
  private static final long HOUR = 3_600_000_000L;
  private static final List<Actor> ANN = List.of(Actor.device("phone"), Actor.user("ann"));
  private static final List<Actor> TABLET = List.of(Actor.device("tablet"), Actor.user("ann"));
  private static final List<Actor> BOB = List.of(Actor.device("desk"), Actor.user("bob"));

  private final DailyQuota quota = new DailyQuota(10);

  private static Load load(List<Actor> actors, int events) {
    Load load = new Load();
    for (int i = 0; i < events; i++) {
      load.add(actors);
    }
    return load;
  }

  private void sent(List<Actor> actors, int events, Fate fate, long now) {
    Load load = load(actors, events);
    quota.leave(load);
    quota.answer(load, fate, now);
  }

  private boolean allows(List<Actor> actors, long now) {
    return allows(new Load(), actors, now);
  }

  private boolean allows(Load chosen, List<Actor> actors, long now) {
    return actors.stream().allMatch(actor -> quota.allows(chosen.part(actor), now));
  }

  @Test
  void tenAreAllowedAndNotEleven() {
    sent(ANN, 9, Fate.STORED, 0);
    assertThat(allows(ANN, 0), is(true));
    assertThat(allows(load(ANN, 1), ANN, 0), is(false));
    sent(ANN, 1, Fate.STORED, 0);
    assertThat(allows(ANN, 0), is(false));
    assertThat(allows(BOB, 0), is(true));
  }

  @Test
  void aUserIsOneOnAllItsDevices() {
    sent(ANN, 6, Fate.STORED, 0);
    sent(TABLET, 4, Fate.STORED, 0);

    assertThat(allows(TABLET, 0), is(false));
    assertThat(allows(List.of(Actor.device("tablet")), 0), is(true));
  }

  @Test
  void whatIsUnderWayCountsAndWhatWasRefusedDoesNot() {
    Load nine = load(ANN, 9);
    quota.leave(nine);
    assertThat(allows(load(ANN, 1), ANN, 0), is(false));

    quota.answer(nine, Fate.REFUSED, 0);
    assertThat(allows(load(ANN, 9), ANN, 0), is(true));
  }

  @Test
  void anUnknownAnswerDoesNotCount() {
    for (int i = 0; i < 100; i++) {
      sent(ANN, 10, Fate.UNKNOWN, 0);
    }

    assertThat(allows(load(ANN, 9), ANN, 0), is(true));
  }

  @Test
  void theDayMovesOnByTheHour() {
    long late = HOUR - 1;
    sent(ANN, 4, Fate.STORED, late);
    sent(ANN, 6, Fate.STORED, 5 * HOUR);

    assertThat(allows(ANN, 24 * HOUR - 1), is(false));
    assertThat(allows(load(ANN, 3), ANN, 24 * HOUR), is(true));
    assertThat(allows(load(ANN, 4), ANN, 24 * HOUR), is(false));
    assertThat(allows(load(ANN, 9), ANN, 29 * HOUR), is(true));
  }

  @Test
  void aWeekWithoutEventsForgetsThem() {
    sent(ANN, 10, Fate.STORED, 0);

    assertThat(allows(load(ANN, 9), ANN, 7 * 24 * HOUR), is(true));
  }

  @Test
  void theVendorsWordHoldsForAnHour() {
    quota.spent(Actor.user("ann"), HOUR);

    assertThat(allows(TABLET, HOUR), is(false));
    assertThat(allows(BOB, HOUR), is(true));
    assertThat(allows(TABLET, 2 * HOUR), is(true));
  }

  @Test
  void onlyThoseWhoMayExceedItAreCounted() {
    quota.countOnly(actor -> actor.equals(Actor.user("ann")));
    sent(ANN, 20, Fate.STORED, 0);
    sent(BOB, 20, Fate.STORED, 0);

    assertThat(allows(TABLET, 0), is(false));
    assertThat(allows(List.of(Actor.device("phone")), 0), is(true));
    assertThat(allows(BOB, 0), is(true));
  }

  @Test
  void pacersOfSeveralThreadsTakeNoMoreThanTheQuotaTheyShare() throws Exception {
    int most = 20_000;
    DailyQuota shared = new DailyQuota(most);
    PacingLimits limits = new PacingLimits(1e9, 1e9, 1e9, most);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> takers =
          Collections.nCopies(4, () -> takeAll(Pacer.ofLane(limits, 1, shared)));
      int sum = 0;
      for (Future<Integer> taken : threads.invokeAll(takers)) {
        sum += taken.get();
      }
      assertThat(sum, is(most));
    } finally {
      threads.shutdownNow();
    }
  }

  private static int takeAll(Pacer pacer) {
    Load taken = new Load();
    while (!pacer.take(taken, ANN, Instant.EPOCH).equals(Pacer.NEVER)) {
      assertThat(taken.events() > 0, is(true));
    }
    return taken.events();
  }
}
