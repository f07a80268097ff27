package io.eventbackfill.ledger;

import io.eventbackfill.ledger.RunLedger.Doubts;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A run with one lane of events a second apart, its ledger in memory, and a clock to be set. */
final class LaneLab implements InstantSource {
  static final String RUN = "20260301T010000.000Z";
  static final String LEASE = "lease-of-the-test";
  static final int LANE = 7;
  static final int LANES = 8;
  static final int AHEAD = LaneJournal.MOST_UNWRITTEN;
  static final Instant START = Instant.parse("2026-03-01T01:00:00Z");

  final MemoryStore store = new MemoryStore();
  private WhenInDoubt then = WhenInDoubt.REFUSE;
  private Instant now = START;
  private int writers;

  LaneLab() {
    try {
      store.write("lease/" + LEASE + ".json", new byte[0]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public Instant instant() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  void decide(WhenInDoubt decision) {
    then = decision;
  }

  RunLedger ledger() {
    return ledger(RUN);
  }

  RunLedger ledger(String run) {
    Doubts doubts = new Doubts(now.minus(Duration.ofDays(6)).toEpochMilli(), then);
    return new RunLedger(store, run, LEASE, LANES, doubts, Duration.ofSeconds(5));
  }

  /** The lane, as a new process opens it at its beginning. */
  LaneJournal open() {
    return open(RUN, 0);
  }

  LaneJournal open(String run, long position) {
    return new Journals(ledger(run), AHEAD, this, bytes -> {})
        .open(LANE, "writer-" + writers++, position);
  }

  LaneRecord record() {
    return ledger().record(LANE);
  }

  /** The event at this position. */
  static QueuedEvent event(long position) {
    return event(position, "insert-" + position);
  }

  static QueuedEvent event(long position, String identity) {
    EventTime time = new EventTime((1_000_000 + position) * 1_000_000, null, 0);
    Who who = new Who("device-1", null, null);
    Origin origin = new Origin("input.json", null, position + 1);
    return new QueuedEvent(identity, time, who, "d:device-1", origin, Bytes.of("{}"));
  }

  /** Sends these, and settles them as delivered. */
  static void deliver(LaneJournal journal, long first, long end) {
    for (long position = first; position < end; position++) {
      if (journal.take(event(position)).isPresent()) {
        throw new AssertionError("position " + position + " is settled");
      }
    }
    journal.sending(end - 1);
    for (long position = first; position < end; position++) {
      settle(journal, position, Reason.DELIVERED);
    }
    journal.rest();
  }

  static void settle(LaneJournal journal, long position, Reason reason) {
    journal.settled(position, event(position), Refused.because(reason), null, null);
  }
}
