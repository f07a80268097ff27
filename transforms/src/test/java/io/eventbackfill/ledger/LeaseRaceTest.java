package io.eventbackfill.ledger;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs that want the same ledger, in every order of their steps that there is time for. */
class LeaseRaceTest {
  private static final int DECISIONS = 11;
  private static final int ROUNDS = 1000;
  private static final List<Duration> SKEWS =
      List.of(Duration.ZERO, Duration.ofHours(1), Duration.ofDays(-2), Duration.ofSeconds(-100));

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  /** What came of a round. */
  private static final class Round {
    private int holders;
    private int most;
    private int taken;
    private final List<String> lost = new ArrayList<>();

    synchronized void taken() {
      taken++;
      most = Math.max(most, ++holders);
    }

    synchronized void givenBack() {
      holders--;
    }

    synchronized void refused(LedgerRefusedException why) {
      if (why.getMessage().startsWith("this run was taken for dead")) {
        lost.add(why.getMessage());
      }
    }

    void check(String which) {
      assertThat(which + ": hold it at a time", most, is(lessThan(2)));
      assertThat(which + ": nobody who renews is taken for dead", lost, is(empty()));
    }
  }

  /**
   * Lets as many runs take the lease.
   *
   * @param skews how far each one's clock is off
   */
  private Round play(Store store, List<Duration> skews, IntUnaryOperator schedule)
      throws Exception {
    Turns turns = new Turns(schedule, skews.size());
    Round round = new Round();
    List<Future<?>> all = new ArrayList<>();
    for (int player = 0; player < skews.size(); player++) {
      int self = player;
      Duration skew = skews.get(player);
      all.add(
          threads.submit(
              () -> {
                turns.await(self);
                try {
                  run(self, store, turns, () -> turns.now().plus(skew), round);
                } finally {
                  turns.leave(self);
                }
                return null;
              }));
    }
    for (Future<?> one : all) {
      one.get();
    }
    return round;
  }

  private static void run(int self, Store store, Turns turns, InstantSource clock, Round round)
      throws IOException, InterruptedException {
    Store slow = new HookedStore(store, step -> stepUnchecked(turns, self));
    Patience patience =
        new Patience(clock, duration -> turns.step(self, duration), new SplittableRandom(self));
    Holder holder = new Holder("host-" + self, self, 0, "", "ada", "");
    try (Lease lease = Lease.take(slow, holder, (pid, start) -> true, "run-" + self, patience)) {
      round.taken();
      for (int renewal = 0; renewal < 4; renewal++) {
        turns.step(self, Lease.RENEWAL);
        lease.renew();
      }
      round.givenBack();
    } catch (LedgerRefusedException e) {
      round.refused(e);
    }
  }

  private static void stepUnchecked(Turns turns, int self) {
    try {
      turns.step(self, Duration.ZERO);
    } catch (InterruptedException e) {
      throw new AssertionError("the round was ended", e);
    }
  }

  private static MemoryStore withDeadRunsClaims() throws IOException {
    MemoryStore store = new MemoryStore();
    Instant longAgo = Instant.parse("2026-02-01T00:00:00Z");
    Holder dead = new Holder("host-9", 9, 0, "", "bob", "");
    store.write("lease/dead.json", new Claim("dead", dead, longAgo, longAgo, 3).bytes());
    store.write("lease/torn.json", "{".getBytes(StandardCharsets.UTF_8));
    return store;
  }

  @Test
  void inNoOrderOfTheirFirstStepsDoTwoHoldTheLedger() throws Exception {
    int taken = 0;
    for (int order = 0; order < 1 << DECISIONS; order++) {
      int bits = order;
      MemoryStore store = new MemoryStore();
      Round round =
          play(
              store,
              List.of(Duration.ZERO, Duration.ZERO),
              turn -> turn < DECISIONS ? bits >> turn & 1 : turn);

      round.check("order " + order);
      assertThat("order " + order, store.list(""), is(empty()));
      taken += round.taken;
    }
    assertThat(taken, is(greaterThanOrEqualTo(1 << DECISIONS)));
  }

  @Test
  void inNoRandomOrderDoSeveralHoldWhatADeadRunHeldWhateverTheirClocksSay() throws Exception {
    int taken = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      MemoryStore store = withDeadRunsClaims();
      List<Duration> skews =
          IntStream.range(0, 2 + seed % 3).mapToObj(p -> SKEWS.get(random.nextInt(4))).toList();
      Round round = play(store, skews, turn -> random.nextInt(1 << 20));

      round.check("seed " + seed);
      assertThat("seed " + seed, store.list(""), is(empty()));
      taken += round.taken;
    }
    assertThat("most rounds have a winner", taken, is(greaterThan(ROUNDS * 9 / 10)));
  }

  @Test
  void theTimesAreThoseThatTheProofNeeds() {
    assertThat(Lease.WATCH, is(greaterThan(Lease.RENEWAL.multipliedBy(2))));
    assertThat(Lease.EXPIRY.plus(Lease.WATCH).minus(Lease.SILENCE), is(Duration.ofSeconds(70)));
  }
}
