package io.eventbackfill.steps;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.util.concurrent.UncheckedExecutionException;
import io.eventbackfill.delivery.SystemWaiting;
import io.eventbackfill.ledger.InputContents;
import io.eventbackfill.ledger.Journals;
import io.eventbackfill.ledger.LaneJournal;
import io.eventbackfill.ledger.LedgerRefusedException;
import io.eventbackfill.ledger.RunLedger;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.Content;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;

/** The open journals of one job in this process, shared by its threads. Thread-safe. */
final class LaneJournals {
  /** They last as long as any worker uses them. */
  private static final Cache<String, LaneJournals> OF_JOBS =
      CacheBuilder.newBuilder().weakValues().build();

  private final RunLedger ledger;
  private final Journals journals;
  private final ConcurrentMap<Integer, LaneJournal> open = new ConcurrentHashMap<>();
  private boolean compared;

  private LaneJournals(RunLedger ledger, Journals journals) {
    this.ledger = ledger;
    this.journals = journals;
  }

  /**
   * The journals of a job.
   *
   * @param ahead how many events a request may hold
   * @throws LedgerRefusedException if the ledger can't be read
   */
  static LaneJournals of(String job, RunLedger ledger, int ahead, InstantSource clock) {
    try {
      return OF_JOBS.get(
          job, () -> new LaneJournals(ledger, new Journals(ledger, ahead, clock, counting())));
    } catch (UncheckedExecutionException e) {
      if (e.getCause() instanceof LedgerRefusedException refused) {
        throw refused;
      }
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException("journals that can't be made", e);
    }
  }

  private static LongConsumer counting() {
    Tally segments = Tally.of(TallyName.SEGMENTS);
    Tally bytes = Tally.of(TallyName.SEGMENT_BYTES);
    return size -> {
      segments.add(1);
      bytes.add(size);
    };
  }

  /**
   * Compares the input with what the run has read before, the first time it is asked.
   *
   * @param account the account of reading, whole
   * @throws LedgerRefusedException if the input has changed
   */
  synchronized void compare(Account account) {
    if (!compared) {
      InputContents.check(ledger, contents(account));
      compared = true;
    }
  }

  private static SortedMap<String, Content> contents(Account account) {
    SortedMap<String, Content> contents = new TreeMap<>();
    account
        .files()
        .forEach((name, file) -> file.content().ifPresent(content -> contents.put(name, content)));
    return contents;
  }

  /**
   * The journal of a lane that begins. If one is open, the engine has given the lane up and begins
   * it anew, and what was written since is read again.
   */
  LaneJournal begin(int lane) {
    LaneJournal left = open.remove(lane);
    if (left != null) {
      left.close();
    }
    LaneJournal opened = journals.open(lane, SystemWaiting.uniqueName(), 0);
    open.put(lane, opened);
    return opened;
  }

  /** Closes a lane's journal, if it is this one that is open. */
  void close(int lane, LaneJournal journal) {
    open.remove(lane, journal);
    journal.close();
  }
}
