package io.eventbackfill.emulators;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Several tasks in virtual time, each on a thread of its own and exactly one of them running.
 *
 * <p>A task runs until it sleeps or ends. Then the one with the earliest wake time goes on, ties in
 * the order in which they went to sleep, and the clock is set forward to that time. So the same
 * tasks give the same run, and hours cost nothing. A task must wait by {@link #sleep} alone: if it
 * blocks on anything else, so does the whole simulation. Locks are fine as long as nobody sleeps
 * while holding one.
 */
public final class Simulation {

  private static final Comparator<Worker> NEXT =
      Comparator.<Worker, Instant>comparing(worker -> worker.wake)
          .thenComparingLong(worker -> worker.turn);

  private final EmulatorClock clock;

  // What follows belongs to the holder of the baton; passing it on publishes all changes.
  private final PriorityQueue<Worker> asleep = new PriorityQueue<>(NEXT);
  private final List<Worker> workers = new ArrayList<>();
  private final Semaphore over = new Semaphore(0);
  private @Nullable Throwable failure;
  private boolean running;
  private long turns;

  private volatile boolean stopping;

  /** Something that runs in virtual time. */
  @FunctionalInterface
  public interface Task {

    /** Runs to the task's end; what it throws ends the simulation. */
    void run() throws Exception;
  }

  /**
   * Nothing runs yet.
   *
   * @param clock a clock that stands still; tasks may advance it themselves
   * @throws IllegalArgumentException if it runs with the machine's clock
   */
  public Simulation(EmulatorClock clock) {
    if (clock.isRunning()) {
      throw new IllegalArgumentException("virtual time needs a clock that stands still");
    }
    this.clock = clock;
  }

  /**
   * Adds a task that is due now. Before {@link #run}, or from within a task.
   *
   * @param name the name of its thread
   * @throws IllegalStateException if called by another thread while tasks are running
   */
  public void spawn(String name, Task task) {
    if (running && self() == null) {
      throw new IllegalStateException("only a task may spawn tasks while tasks are running");
    }
    Worker worker = new Worker(name, task);
    workers.add(worker);
    toBed(worker, clock.instant());
  }

  /**
   * Runs all tasks to their end. May be called again after more were spawned.
   *
   * <p>Once a task has failed, or the calling thread was interrupted, every {@link #sleep} throws
   * {@link InterruptedException} and tasks that had not begun never do.
   *
   * @throws Exception what the first task to fail has thrown, unwrapped; errors too
   * @throws InterruptedException if the calling thread was interrupted; all tasks have ended
   */
  public void run() throws Exception, InterruptedException {
    running = true;
    boolean interrupted = false;
    passOn();
    while (!over.tryAcquire()) {
      try {
        over.acquire();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        stopping = true;
      }
    }
    for (Worker worker : workers) {
      worker.end();
    }
    Throwable first = failure;
    reset();
    if (interrupted) {
      throw new InterruptedException("interrupted while tasks were running");
    }
    rethrow(first);
  }

  /**
   * Puts the calling task to sleep until the clock has reached now plus {@code duration}; zero lets
   * others go first that are due. A thread that is no task of this simulation only advances the
   * clock.
   *
   * @throws InterruptedException if the simulation is being stopped, or the thread is interrupted
   *     before or during the sleep; the latter is noticed when the sleep is over
   */
  public void sleep(Duration duration) throws InterruptedException {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("cannot sleep for " + duration);
    }
    Worker self = self();
    requireGoingOn();
    if (self == null) {
      clock.advance(duration);
      return;
    }
    toBed(self, clock.instant().plus(duration));
    if (asleep.peek() == self) {
      asleep.remove();
      reach(self.wake);
    } else {
      passOn();
      self.baton.acquireUninterruptibly();
    }
    requireGoingOn();
  }

  private void requireGoingOn() throws InterruptedException {
    if (Thread.interrupted() || (stopping && self() != null)) {
      throw new InterruptedException("interrupted while sleeping in virtual time");
    }
  }

  private @Nullable Worker self() {
    return Thread.currentThread() instanceof Worker worker && worker.simulation() == this
        ? worker
        : null;
  }

  private void toBed(Worker worker, Instant wake) {
    worker.wake = wake;
    worker.turn = turns++;
    asleep.add(worker);
  }

  private void passOn() {
    Worker next = asleep.poll();
    while (next != null && stopping && !next.begun) {
      next = asleep.poll();
    }
    if (next == null) {
      over.release();
      return;
    }
    if (!stopping) {
      reach(next.wake);
    }
    next.takeBaton();
  }

  private void reach(Instant wake) {
    if (wake.isAfter(clock.instant())) {
      clock.set(wake);
    }
  }

  private void failed(Throwable thrown) {
    Throwable first = failure;
    if (first == null && !stopping) {
      failure = thrown;
      stopping = true;
    } else if (first != null && first != thrown && !(thrown instanceof InterruptedException)) {
      first.addSuppressed(thrown);
    }
  }

  private void reset() {
    workers.clear();
    failure = null;
    stopping = false;
    running = false;
  }

  private static void rethrow(@Nullable Throwable thrown) throws Exception {
    if (thrown instanceof Error error) {
      throw error;
    } else if (thrown instanceof Exception exception) {
      throw exception;
    }
  }

  /** A task's thread. */
  private final class Worker extends Thread {
    private final Task task;
    private final Semaphore baton = new Semaphore(0);
    private Instant wake = Instant.MIN;
    private long turn;
    private boolean begun;

    private Worker(String name, Task task) {
      super(name);
      this.task = task;
      setDaemon(true);
    }

    private Simulation simulation() {
      return Simulation.this;
    }

    private void takeBaton() {
      if (begun) {
        baton.release();
      } else {
        begun = true;
        start();
      }
    }

    // Not interruptible: it has nothing left to do but return.
    private void end() {
      boolean interrupted = false;
      while (begun && isAlive()) {
        try {
          join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void run() {
      try {
        task.run();
      } catch (Throwable thrown) {
        failed(thrown);
      } finally {
        passOn();
      }
    }
  }
}
