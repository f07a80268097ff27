package io.eventbackfill.ledger;

import io.eventbackfill.ledger.Store.Item;
import io.eventbackfill.model.InputFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * The durable account of all runs into one project, as whoever starts a run sees it.
 *
 * <pre>
 * lease/&lt;id&gt;.json                    who holds the ledger ({@link Lease})
 * runs/&lt;run&gt;/manifest.json           what the run set out to do ({@link Manifest})
 *           /attempts/&lt;start&gt;.json   each start of it ({@link Attempt})
 *           /contents.json           what its files hold ({@link InputContents})
 *           /lanes/0042/&lt;writer&gt;-00000007   what was settled, while it runs ({@link SegmentFormat})
 *           /finished.json           how it ended, with its report ({@link Finished})
 * history/&lt;volume&gt;/lane-0042          what finished runs delivered ({@link History})
 * </pre>
 *
 * <p>Every object is written once, whole, and never changed, but for the lease. A run exists from
 * its manifest on; it is finished from {@code finished.json} on, and its events are in the history
 * before that. So a process may die between any two writes: what it leaves is either not yet there,
 * or is done again to the same end. Not thread-safe; one process at a time, which holds the lease.
 */
public final class Ledger {
  private static final String RUNS = "runs/";

  /** Waiting for a bucket, not for the processor. */
  private static final int AT_ONCE = 16;

  /** Lanes whose events are held in memory at a time. */
  private static final int HELD_AT_ONCE = 4;

  private final Store store;
  private final List<LedgerRun> runs;

  private Ledger(Store store, List<LedgerRun> runs) {
    this.store = store;
    this.runs = runs;
  }

  /**
   * What a ledger holds; one that is not there is empty.
   *
   * @throws LedgerRefusedException if an object of it is damaged
   */
  public static Ledger load(Store store) throws IOException {
    SortedSet<String> names = new TreeSet<>();
    for (Item item : store.list(RUNS)) {
      int slash = item.name().indexOf('/', RUNS.length());
      if (slash > 0) {
        names.add(item.name().substring(RUNS.length(), slash));
      }
    }
    List<LedgerRun> runs = new ArrayList<>();
    List<Callable<Optional<LedgerRun>>> reads = new ArrayList<>();
    names.forEach(name -> reads.add(() -> LedgerRun.read(store, name)));
    atOnce(reads).forEach(run -> run.ifPresent(runs::add));
    return new Ledger(store, runs);
  }

  /** All runs, the oldest first. */
  public List<LedgerRun> runs() {
    return Collections.unmodifiableList(runs);
  }

  /**
   * Who holds the ledger, in words; nobody as a rule while no run is under way.
   *
   * @param self this process
   * @param processes tells which of its neighbours run
   */
  public List<String> holders(Holder self, Holder.Processes processes) throws IOException {
    List<String> holders = new ArrayList<>();
    for (String name : Claims.names(store)) {
      holders.add(
          Claim.of(store.read(name))
              .map(
                  claim ->
                      "%s, since %s, last sign of life %s%s"
                          .formatted(
                              claim.holder(),
                              claim.since(),
                              claim.renewed(),
                              claim.holder().isGone(self, processes) ? "; it is dead" : ""))
              .orElse(store.address(name)));
    }
    return holders;
  }

  /** The run that is not finished; empty if all are. */
  public Optional<LedgerRun> unfinished() {
    return runs.stream().filter(run -> run.finished().isEmpty()).findFirst();
  }

  /** The run that was finished last; empty if there is none. */
  public Optional<LedgerRun> lastFinished() {
    return runs.stream().filter(run -> run.finished().isPresent()).reduce((a, b) -> b);
  }

  /**
   * Those of these files that no finished run has taken as they are now.
   *
   * @param counts which of the finished runs count
   * @param replaced takes the names of those that one took when they were different
   */
  public List<InputFile> notTaken(
      List<InputFile> files, Predicate<LedgerRun> counts, List<String> replaced) {
    Map<String, List<InputFile>> taken = new HashMap<>();
    for (LedgerRun run : runs) {
      if (run.finished().isPresent() && counts.test(run)) {
        run.manifest()
            .files()
            .forEach(f -> taken.computeIfAbsent(f.name(), n -> new ArrayList<>()).add(f));
      }
    }
    List<InputFile> left = new ArrayList<>();
    for (InputFile file : files) {
      List<InputFile> before = taken.getOrDefault(file.name(), List.of());
      if (before.stream().noneMatch(b -> isSame(b, file))) {
        left.add(file);
        if (!before.isEmpty()) {
          replaced.add(file.name());
        }
      }
    }
    return left;
  }

  /** Whether a listing gives no reason to think that a file has changed. */
  public static boolean isSame(InputFile before, InputFile now) {
    boolean sums = before.checksum() != null && now.checksum() != null;
    return before.bytes() == now.bytes()
        && (sums
            ? Objects.equals(before.checksum(), now.checksum())
            : before.modifiedMillis() == now.modifiedMillis());
  }

  /** Begins a run. */
  public LedgerRun begin(Manifest manifest) throws IOException {
    manifest.write(store);
    LedgerRun run = new LedgerRun(manifest, List.of(), Optional.empty());
    runs.add(run);
    return run;
  }

  /** Notes that a run is started, for the first time or again. */
  public void start(LedgerRun run, Attempt attempt) throws IOException {
    attempt.write(store, run.name());
  }

  /**
   * How far a run is.
   *
   * @param forgottenBefore milliseconds since 1970 UTC: what was sent before, the destination does
   *     not know any more
   */
  public RunProgress progress(LedgerRun run, int lanes, long forgottenBefore) throws IOException {
    List<Callable<RunProgress.Lane>> reads = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      int number = lane;
      reads.add(() -> LaneSegments.read(store, run.name(), number).progress(forgottenBefore));
    }
    return new RunProgress(atOnce(reads));
  }

  /** The results of all these, in their order. */
  private static <T> List<T> atOnce(List<Callable<T>> reads) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> read : threads.invokeAll(reads)) {
        results.add(read.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static IOException unwrapped(ExecutionException e) {
    if (e.getCause() instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    return e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
  }

  /**
   * Ends a run: what it delivered becomes history, then it is finished, then what it wrote on the
   * way is deleted. After a crash in between, the same again leads to the same.
   *
   * @param accepted how many events its account says were accepted
   * @throws LedgerRefusedException if the lanes wrote down another number; it is not finished then
   */
  public void finish(LedgerRun run, int lanes, Finished finished, long accepted)
      throws IOException {
    LongAdder delivered = new LongAdder();
    ExecutorService pool = Executors.newFixedThreadPool(HELD_AT_ONCE);
    try {
      History before = History.load(store, lanes).without(run.name());
      History unused =
          before.add(
              run.name(),
              lane -> {
                LaneRecord record = LaneSegments.read(store, run.name(), lane);
                delivered.add(record.delivered());
                return SentSource.of(record.sent());
              },
              pool);
    } finally {
      pool.shutdownNow();
    }
    if (delivered.sum() != accepted) {
      throw new LedgerRefusedException(
          "the account of run %s says that %,d events were accepted, the ledger says %,d; it is not"
                  .formatted(run.name(), accepted, delivered.sum())
              + " finished");
    }
    finished.write(store, run.name());
    runs.replaceAll(
        r ->
            r.name().equals(run.name())
                ? new LedgerRun(r.manifest(), r.attempts(), Optional.of(finished))
                : r);
    tidy(run.name());
  }

  /** Forgets a run that delivered nothing and may not have. */
  public void abandon(LedgerRun run) throws IOException {
    // The manifest last: without it the rest would be nobody's.
    store.delete(
        store.list(RUNS + run.name() + "/").stream()
            .map(Item::name)
            .filter(name -> !name.equals(Manifest.name(run.name())))
            .toList());
    store.delete(List.of(Manifest.name(run.name())));
    runs.remove(run);
  }

  /** Deletes what finished runs wrote on their way, if they died before they could. */
  public void tidy() throws IOException {
    for (LedgerRun run : runs) {
      if (run.finished().isPresent()) {
        tidy(run.name());
      }
    }
  }

  private void tidy(String run) throws IOException {
    store.delete(store.list(RUNS + run + "/lanes/").stream().map(Item::name).toList());
  }
}
