package io.eventbackfill.pacing;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.eventbackfill.model.Actor;
import io.eventbackfill.pacing.Pacer.Fate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacerTest {
  private static final PacingLimits TEN_A_SECOND = new PacingLimits(1e9, 1e9, 10, 1_000_000);
  private static final List<Actor> ANN = List.of(Actor.device("phone"), Actor.user("ann"));
  private static final List<Actor> TABLET = List.of(Actor.device("tablet"), Actor.user("ann"));
  private static final List<Actor> BOB = List.of(Actor.device("desk"), Actor.user("bob"));

  private final Pacer pacer = new Pacer(TEN_A_SECOND);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private int take(Load load, List<Actor> actors, int wanted) {
    int before = load.events();
    for (int i = 0; i < wanted; i++) {
      pacer.take(load, actors, now);
    }
    return load.events() - before;
  }

  private int send(List<Actor> actors, int wanted, Fate fate) {
    Load load = new Load();
    int taken = take(load, actors, wanted);
    answered(load, fate);
    return taken;
  }

  private void answered(Load load, Fate fate) {
    pacer.answered(load, fate, now);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private Load chosen(List<Actor> actors, int events) {
    Load load = new Load();
    for (int i = 0; i < events; i++) {
      assertThat(pacer.choose(load, actors, now), is(now));
    }
    return load;
  }

  @Test
  void whatWasChosenIsTakenAsIfItWereTakenOneByOne() {
    Load chosen = chosen(ANN, 200);
    pacer.choose(chosen, BOB, now);

    assertThat(pacer.takeChosen(chosen, now), is(true));
    assertThat(send(TABLET, 1000, Fate.STORED), is(100));
    answered(chosen, Fate.STORED);
    pass(Duration.ofSeconds(29));
    assertThat(send(TABLET, 1, Fate.STORED), is(0));
    pass(Duration.ofSeconds(2));
    assertThat(send(ANN, 1000, Fate.STORED), is(300));
  }

  @Test
  void whatCantLeaveAnyMoreIsNotTakenNorAnythingBesideIt() {
    Load chosen = chosen(ANN, 200);
    pacer.choose(chosen, BOB, now);
    assertThat(send(TABLET, 101, Fate.STORED), is(101));

    assertThat(pacer.takeChosen(chosen, now), is(false));
    assertThat("nothing was taken", send(BOB, 1000, Fate.STORED), is(300));
    assertThat(send(ANN, 1000, Fate.STORED), is(199));
  }

  @Test
  void whatIsOverTheQuotaMeanwhileIsNotTaken() {
    Pacer daily = new Pacer(new PacingLimits(1e9, 1e9, 1e9, 10));
    Load chosen = new Load();
    for (int i = 0; i < 6; i++) {
      daily.choose(chosen, ANN, now);
    }
    Load other = new Load();
    for (int i = 0; i < 5; i++) {
      daily.take(other, TABLET, now);
    }

    assertThat(daily.takeChosen(chosen, now), is(false));
    daily.answered(other, Fate.REFUSED, now);
    assertThat(daily.takeChosen(chosen, now), is(true));
    daily.answered(chosen, Fate.STORED, now);
    assertThat(daily.choose(new Load(), TABLET, now), is(now));
    daily.spent(Actor.user("ann"), now);
    assertThat(daily.takeChosen(Load.of(List.of(TABLET)), now), is(false));
  }

  /** A lane may choose, wait for its turn, and be overtaken by what the vendor says meanwhile. */
  @Test
  void whoeverIsThrottledBetweenChoiceAndTurnIsNotSent() {
    Load chosen = chosen(ANN, 1);
    pacer.throttled(List.of(Actor.user("ann")), OptionalDouble.empty(), now.plusSeconds(30), now);

    assertThat(pacer.takeChosen(chosen, now), is(false));
    pass(Duration.ofSeconds(30));
    assertThat(pacer.takeChosen(chosen, now), is(true));
  }

  @Test
  void whatThirtySecondsAllowGoesAtOnceAndNoMore() {
    assertThat(send(ANN, 1000, Fate.STORED), is(300));
    assertThat(send(ANN, 1, Fate.STORED), is(0));
    assertThat("the same user", send(TABLET, 1, Fate.STORED), is(0));
    assertThat(send(BOB, 1000, Fate.STORED), is(300));

    pass(Duration.ofSeconds(30));
    assertThat("a millisecond for the vendor's clock", send(ANN, 1, Fate.STORED), is(0));
    pass(Duration.ofMillis(1));
    assertThat(send(TABLET, 1000, Fate.STORED), is(300));
  }

  @Test
  void choosingTakesNothingAndSeesWhatIsChosen() {
    Load chosen = new Load();
    for (int i = 0; i < 1000; i++) {
      pacer.choose(chosen, i % 2 == 0 ? ANN : TABLET, now);
    }

    assertThat(chosen.events(), is(300));
    assertThat(send(ANN, 1000, Fate.STORED), is(300));
  }

  @Test
  void aRequestThatIsSentOnceMoreWaitsForAllOfItsPlaces() {
    Load load = new Load();
    take(load, ANN, 200);
    answered(load, Fate.UNKNOWN);

    Instant at = pacer.takeAll(load, now);
    assertThat(at, is(now.plusSeconds(30).plusMillis(1)));
    now = at;
    assertThat(pacer.takeAll(load, now), is(now));
    assertThat(send(ANN, 1000, Fate.STORED), is(100));
  }

  @Test
  void aVendorsLowerLimitBecomesOurs() {
    pacer.throttled(List.of(BOB.get(0)), OptionalDouble.of(2), now.plusSeconds(30), now);

    assertThat(send(BOB, 1, Fate.STORED), is(0));
    assertThat(send(ANN, 1000, Fate.STORED), is(60));
    pass(Duration.ofSeconds(30));
    assertThat(send(BOB, 1000, Fate.STORED), is(60));
  }

  @Test
  void aVendorsHigherLimitChangesNothing() {
    pacer.throttled(List.of(BOB.get(0)), OptionalDouble.of(1000), now, now);

    assertThat(send(ANN, 1000, Fate.STORED), is(300));
  }

  @Test
  void throttledAgainAndAgain_sendsHalfEachTimeAndRecovers() {
    List<Integer> sent = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Load load = new Load();
      sent.add(take(load, ANN, 1000));
      answered(load, Fate.REFUSED);
      pacer.throttled(ANN, OptionalDouble.empty(), now.plusSeconds(30), now);
      pass(Duration.ofSeconds(31));
    }
    assertThat(sent, is(List.of(300, 300, 150, 75, 37, 18, 9, 4, 2, 1, 1, 1)));

    List<Integer> stored = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      stored.add(send(ANN, 1000, Fate.STORED));
    }
    assertThat("each that is taken makes room", stored, is(List.of(1, 1, 2, 4, 8)));
  }

  @Test
  void overTheQuota_isNeverNotLater() {
    Pacer small = new Pacer(new PacingLimits(1e9, 1e9, 1000, 3));
    Load load = new Load();
    for (int i = 0; i < 3; i++) {
      assertThat(small.take(load, ANN, now), is(now));
    }

    assertThat(small.take(load, TABLET, now), is(Pacer.NEVER));
    assertThat(load.events(), is(3));
  }

  /** An independent measure of what a vendor sees, with answers that take their time. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whateverTheNetworkDoes_noThirtySecondsOfTheVendorsHoldMore(long seed) {
    Random random = new Random(seed);
    List<Instant> arrivals = new ArrayList<>();
    int sent = 0;
    Instant start = now;
    while (sent < 5000) {
      Load load = new Load();
      int taken = take(load, ANN, 1 + random.nextInt(120));
      sent += taken;
      Instant left = now;
      pass(Duration.ofMillis(random.nextInt(1500)));
      Instant arrived = left.plusMillis(random.nextInt(1 + (int) millisSince(left)));
      for (int i = 0; i < taken; i++) {
        arrivals.add(arrived);
      }
      answered(load, random.nextInt(10) == 0 ? Fate.UNKNOWN : Fate.STORED);
      pass(Duration.ofMillis(random.nextInt(200)));
    }
    assertThat(mostInThirtySeconds(arrivals), is(lessThanOrEqualTo(300)));
    double rate = 5000.0 / Duration.between(start, now).toSeconds();
    assertThat("and nearly all of it is used", rate, is(greaterThan(8.5)));
  }

  private long millisSince(Instant then) {
    return Duration.between(then, now).toMillis();
  }

  private static int mostInThirtySeconds(List<Instant> sorted) {
    int most = 0;
    int first = 0;
    for (int last = 0; last < sorted.size(); last++) {
      while (!sorted.get(first).isAfter(sorted.get(last).minusSeconds(30))) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  @Test
  void whoIsQuietIsForgotten() {
    ActorPaces paces = new ActorPaces(10);
    long second = 1_000_000;
    for (int i = 0; i < 1000; i++) {
      Load load = Load.of(List.of(List.of(Actor.device("device-" + i))));
      paces.leave(load);
      paces.answer(load, Fate.STORED, i * second);
    }

    assertThat(paces.size(), is(lessThanOrEqualTo(61)));
  }
}
