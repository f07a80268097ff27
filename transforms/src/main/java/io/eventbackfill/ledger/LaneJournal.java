package io.eventbackfill.ledger;

import io.eventbackfill.ledger.Segment.Head;
import io.eventbackfill.ledger.Segment.State;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside.Attempts;
import io.eventbackfill.model.Span;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One writer's work on one lane: knows what was settled before, and writes down what is.
 *
 * <p>An event is sent only when a segment is written that allows for it, so whatever happens to
 * this process, only events before the last segment's reach can have been sent without being
 * written down: those of the requests of the last interval, and what may follow them. Used by one
 * thread at a time.
 */
public final class LaneJournal implements AutoCloseable {
  /** After so many events a segment is written, however short the time. */
  static final int MOST_UNWRITTEN = 1000;

  private final Journals journals;
  private final RunLedger ledger;
  private final String writer;
  private final LaneRecord record;
  private final LaneHistory history;

  private final List<Settled> unwritten = new ArrayList<>();
  private final SortedMap<String, Long> replies = new TreeMap<>();
  private Span uploadTime = Span.EMPTY;
  private @Nullable Instant oldest;
  private long position;
  private long furthest = -1;
  private long reach;
  private int segments;
  private int checksum;
  private State state = State.CLOSED;

  /**
   * What a journal knows of an event that needs no delivery.
   *
   * @param cause where it ended, and why
   * @param attempts how it was tried; null if it was accepted, or never sent
   */
  public record Known(Refused cause, @Nullable Attempts attempts) {}

  LaneJournal(
      Journals journals, String writer, LaneRecord record, LaneHistory history, long position) {
    this.journals = journals;
    this.ledger = journals.ledger();
    this.writer = writer;
    this.record = record;
    this.history = history;
    this.position = position;
  }

  /** The position of the event that comes next. */
  public long position() {
    return position;
  }

  /** Answers that earlier writers got, by status. */
  public SortedMap<String, Long> earlierReplies() {
    return record.replies();
  }

  /** The destination's clock for what earlier writers sent. */
  public Span earlierUploadTime() {
    return record.uploadTime();
  }

  /** Passes over the next event, a copy. */
  public void pass() {
    position++;
  }

  /**
   * Takes the next event; what is known of it, empty if it is to be delivered.
   *
   * @throws LedgerRefusedException if another event was settled at its position
   */
  public Optional<Known> take(QueuedEvent event) {
    long at = position++;
    long millis = event.time().millis();
    long fingerprint = Fingerprint.of(event.duplicateKey());
    Settled settled = record.at(at);
    if (settled != null) {
      if (settled.fingerprint() != fingerprint || settled.millis() != millis) {
        throw new LedgerRefusedException(
            "the input has changed under the run: %s is not the event that was settled at position"
                    .formatted(event.origin())
                + " %d of lane %d".formatted(at, record.lane()));
      }
      if (settled.disposition() != Disposition.DEFERRED) {
        return Optional.of(new Known(settled.cause(), settled.attempts()));
      }
    }
    Sent earlier = earlier(millis, fingerprint);
    if (earlier != null && earlier.doubtfulSince() == 0) {
      return Optional.of(new Known(Refused.because(Reason.ALREADY_DELIVERED), null));
    }
    return inDoubt(at, event, earlier == null ? 0 : earlier.doubtfulSince());
  }

  private @Nullable Sent earlier(long millis, long fingerprint) {
    try {
      return history.find(millis, fingerprint);
    } catch (IOException e) {
      throw LedgerRefusedException.unreadable(e);
    }
  }

  private Optional<Known> inDoubt(long at, QueuedEvent event, long earlierRun) {
    long thisRun = record.doubtfulSince(at);
    long since =
        thisRun == 0 || earlierRun == 0 ? thisRun + earlierRun : Math.min(thisRun, earlierRun);
    if (since == 0 || since >= ledger.doubts().before()) {
      return Optional.empty();
    }
    return switch (ledger.doubts().then()) {
      case RESEND -> Optional.empty();
      case REFUSE -> Optional.of(new Known(because(Reason.IN_DOUBT, since), null));
      case SKIP -> {
        Refused cause = because(Reason.LEFT_IN_DOUBT, since);
        add(at, event, cause, null, since == Long.MIN_VALUE ? 1 : since);
        yield Optional.of(new Known(cause, null));
      }
    };
  }

  private static Refused because(Reason reason, long since) {
    String detail =
        since == Long.MIN_VALUE
            ? "the segment that would tell is lost"
            : "sent about " + Instant.ofEpochMilli(since) + ", the answer is not known";
    return new Refused(reason, "", detail);
  }

  /**
   * Events are about to be sent, none of a position beyond this one.
   *
   * @throws LedgerRefusedException if it can't be written down; they must not be sent then
   */
  public void sending(long last) {
    furthest = Math.max(furthest, last);
    if (state != State.OPEN || last >= reach || isDue(Duration.ZERO)) {
      write(State.OPEN);
    }
  }

  /** The destination answered. */
  public void replied(String status) {
    replies.merge(status, 1L, Long::sum);
  }

  /** The destination stored something, at this time of its clock. */
  public void stored(long atMillis) {
    uploadTime = uploadTime.with(atMillis);
  }

  /**
   * An event was settled by delivery.
   *
   * @param at its position
   * @param doubtfulSince when it was first sent without an answer; null if all are known
   */
  public void settled(
      long at,
      QueuedEvent event,
      Refused cause,
      @Nullable Attempts attempts,
      @Nullable Instant doubtfulSince) {
    long since = doubtfulSince == null ? 0 : doubtfulSince.toEpochMilli();
    boolean asBefore = cause.reason() == Reason.STOPPED || cause.reason() == Reason.IN_DOUBT;
    if (!asBefore || since != 0) {
      add(at, event, cause, attempts, since);
    }
  }

  private void add(
      long at, QueuedEvent event, Refused cause, @Nullable Attempts attempts, long since) {
    if (unwritten.isEmpty()) {
      oldest = journals.clock().instant();
    }
    long fingerprint = Fingerprint.of(event.duplicateKey());
    unwritten.add(new Settled(at, event.time().millis(), fingerprint, cause, since, attempts));
  }

  /** Nothing is in flight just now: writes, if it is time to. */
  public void rest() {
    beforeWaiting(Duration.ZERO);
  }

  /** The lane will do nothing for so long: writes, if it would be time to meanwhile. */
  public void beforeWaiting(Duration wait) {
    if (isDue(wait)) {
      write(state == State.OPEN ? State.OPEN : State.CLOSED);
    }
  }

  private boolean isDue(Duration wait) {
    if (unwritten.size() >= MOST_UNWRITTEN) {
      return true;
    }
    Instant since = oldest;
    return since != null
        && Duration.between(since, journals.clock().instant())
                .plus(wait)
                .compareTo(ledger.interval())
            >= 0;
  }

  /** Nothing is in flight, and all that was taken is settled: writes what is not written. */
  public void settle() {
    if (state == State.OPEN || !unwritten.isEmpty()) {
      write(State.CLOSED);
    }
  }

  /** The lane has no more events, and all are settled. */
  public void end() {
    boolean isNews = state == State.OPEN || !unwritten.isEmpty() || record.events() != position;
    if (isNews) {
      reach = position;
      write(State.ENDED);
    }
  }

  /** Something went wrong: saves what is known, though more may be in flight. */
  public void salvage() {
    if (!unwritten.isEmpty()) {
      write(state);
    }
  }

  /** Lets go of what it reads; writes nothing. */
  @Override
  public void close() {
    try {
      history.close();
    } catch (IOException e) {
      throw LedgerRefusedException.unreadable(e);
    }
  }

  private void write(State next) {
    if (next == State.OPEN) {
      reach = Math.max(reach, furthest + 1 + journals.ahead());
    }
    unwritten.sort(Comparator.comparingLong(Settled::position));
    Head head =
        new Head(
            writer,
            segments,
            checksum,
            segments == 0 ? record.lastSegments() : List.of(),
            record.lane(),
            next,
            journals.clock().millis(),
            reach);
    Segment segment = new Segment(head, new TreeMap<>(replies), uploadTime, List.copyOf(unwritten));
    byte[] bytes = SegmentFormat.write(segment);
    String name = LaneSegments.folder(ledger.run(), record.lane()) + segment.name();
    try {
      Scribe.carryOut(
          () -> {
            journals.requireLease();
            ledger.store().write(name, bytes);
          });
    } catch (IOException e) {
      throw LedgerRefusedException.because(
          "the ledger can't be written, so nothing more is sent: " + ledger.store().address(name),
          e);
    }
    journals.written(bytes.length);
    segments++;
    checksum = SegmentFormat.checksumOf(bytes);
    state = next;
    unwritten.clear();
    replies.clear();
    uploadTime = Span.EMPTY;
    oldest = null;
  }
}
