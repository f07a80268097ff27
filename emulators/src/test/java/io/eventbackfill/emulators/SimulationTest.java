package io.eventbackfill.emulators;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SimulationTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final EmulatorClock clock = EmulatorClock.frozenAt(START);
  private final Simulation simulation = new Simulation(clock);
  private final List<String> log = new ArrayList<>();

  private void say(String what) {
    log.add(Duration.between(START, clock.instant()).toMillis() + " " + what);
  }

  private Simulation.Task sleeping(String name, int... millis) {
    return () -> {
      say(name);
      for (int ms : millis) {
        simulation.sleep(Duration.ofMillis(ms));
        say(name);
      }
    };
  }

  @Test
  void theEarliestWakesFirstAndTheClockIsThere() throws Exception {
    simulation.spawn("a", sleeping("a", 30, 30));
    simulation.spawn("b", sleeping("b", 10, 40));

    simulation.run();

    assertThat(log, contains("0 a", "0 b", "10 b", "30 a", "50 b", "60 a"));
    assertThat(clock.instant(), is(START.plusMillis(60)));
  }

  @Test
  void tiesGoByWhoWentToSleepFirst() throws Exception {
    simulation.spawn("a", sleeping("a", 20));
    simulation.spawn("b", sleeping("b", 5, 15));
    simulation.spawn("c", sleeping("c", 20));

    simulation.run();

    assertThat(log, contains("0 a", "0 b", "0 c", "5 b", "20 a", "20 c", "20 b"));
  }

  @Test
  void aSleepOfZeroLetsOthersGoFirstThatAreDue() throws Exception {
    simulation.spawn("a", sleeping("a", 0, 0));
    simulation.spawn("b", sleeping("b", 0));
    simulation.spawn("c", sleeping("c", 1));

    simulation.run();

    assertThat(log, contains("0 a", "0 b", "0 c", "0 a", "0 b", "0 a", "1 c"));
  }

  @Test
  void whoIsOverdueGoesFirstAndTheClockStaysWhereATaskPutIt() throws Exception {
    simulation.spawn("a", sleeping("a", 10));
    simulation.spawn(
        "b",
        () -> {
          clock.advance(Duration.ofMillis(50));
          simulation.sleep(Duration.ofMillis(1));
          say("b");
        });

    simulation.run();

    assertThat(log, contains("0 a", "50 a", "51 b"));
  }

  @Test
  void aTaskMaySpawnTasks() throws Exception {
    simulation.spawn(
        "a",
        () -> {
          simulation.sleep(Duration.ofMillis(5));
          simulation.spawn("b", sleeping("b", 1));
          sleeping("a", 2).run();
        });

    simulation.run();

    assertThat(log, contains("5 a", "5 b", "6 b", "7 a"));
  }

  @Test
  void runsAgainWithNewTasks() throws Exception {
    simulation.spawn("a", sleeping("a", 5));
    simulation.run();
    simulation.spawn("b", sleeping("b", 5));
    simulation.run();

    assertThat(log, contains("0 a", "5 a", "5 b", "10 b"));
  }

  @Test
  void whoIsNoTaskMovesTheClock() throws Exception {
    simulation.sleep(Duration.ofMinutes(1));

    assertThat(clock.instant(), is(START.plusSeconds(60)));
    simulation.run();
    assertThrows(
        IllegalArgumentException.class, () -> simulation.sleep(Duration.ofMillis(1).negated()));
  }

  @Test
  void timeThatPassesByItselfIsNoUse() {
    assertThrows(IllegalArgumentException.class, () -> new Simulation(EmulatorClock.system()));
  }

  @Test
  void aFailureEndsTheOthersAtOnceAndIsRethrown() {
    Exception broken = new Exception("broken");
    simulation.spawn(
        "patient",
        () -> {
          try {
            simulation.sleep(Duration.ofDays(1));
          } catch (InterruptedException e) {
            say("interrupted");
            assertThrows(InterruptedException.class, () -> simulation.sleep(Duration.ZERO));
            throw e;
          }
        });
    simulation.spawn(
        "failing",
        () -> {
          simulation.spawn("late", sleeping("late"));
          throw broken;
        });

    Exception thrown = assertThrows(Exception.class, simulation::run);

    assertThat(thrown, is(sameInstance(broken)));
    assertThat(log, contains("0 interrupted"));
    assertThat(clock.instant(), is(START));
  }

  @Test
  void errorsAreFailuresTooAndTheNextRunIsAFreshOne() throws Exception {
    simulation.spawn(
        "failing",
        () -> {
          throw new AssertionError("wrong");
        });
    assertThrows(AssertionError.class, simulation::run);

    simulation.spawn("a", sleeping("a", 1));
    simulation.run();

    assertThat(log, contains("0 a", "1 a"));
  }

  @Test
  void anInterruptOfTheCallerEndsAllTasks() {
    Thread caller = Thread.currentThread();
    simulation.spawn(
        "endless",
        () -> {
          caller.interrupt();
          while (true) {
            simulation.sleep(Duration.ofMillis(1));
          }
        });

    assertThrows(InterruptedException.class, simulation::run);
  }

  @Test
  void anInterruptOfATaskEndsItsSleep() throws Exception {
    simulation.spawn(
        "a",
        () -> {
          Thread.currentThread().interrupt();
          assertThrows(InterruptedException.class, () -> simulation.sleep(Duration.ofMillis(9)));
          say("a");
        });

    simulation.run();

    assertThat(log, contains("0 a"));
  }

  @Test
  void theSameTasksGiveTheSameRunAndOneAtATime() throws Exception {
    List<String> first = wander();
    for (int i = 0; i < 5; i++) {
      assertThat(wander(), equalTo(first));
    }
  }

  private static List<String> wander() throws Exception {
    EmulatorClock clock = EmulatorClock.frozenAt(START);
    Simulation simulation = new Simulation(clock);
    SplittableRandom random = new SplittableRandom(1);
    AtomicInteger awake = new AtomicInteger();
    List<String> log = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String name = "task-" + i;
      simulation.spawn(
          name,
          () -> {
            for (int step = 0; step < 50; step++) {
              assertThat(awake.incrementAndGet(), is(1));
              log.add(name + " " + clock.instant());
              Duration pause = Duration.ofMillis(random.nextInt(4));
              assertThat(awake.decrementAndGet(), is(0));
              simulation.sleep(pause);
            }
          });
    }
    simulation.run();
    return log;
  }
}
