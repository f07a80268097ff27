package io.eventbackfill.ledger;

import static io.eventbackfill.ledger.LaneLab.deliver;
import static io.eventbackfill.ledger.LaneLab.event;
import static io.eventbackfill.ledger.LaneLab.settle;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.ledger.LaneJournal.Known;
import io.eventbackfill.ledger.RunProgress.InDoubt;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside.Attempts;
import io.eventbackfill.model.Span;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class LaneJournalTest {
  private static final Optional<Known> DELIVERED =
      Optional.of(new Known(Refused.because(Reason.DELIVERED), null));

  private final LaneLab lab = new LaneLab();

  private int objects() {
    return lab.store.list("runs/").size();
  }

  @Test
  void whatWasWrittenNeedsNoDeliveryFromWhoeverComesAfter() {
    LaneJournal first = lab.open();
    deliver(first, 0, 1000);
    first.settle();

    LaneJournal next = lab.open();

    for (int i = 0; i < 1000; i++) {
      assertThat(next.take(event(i)), equalTo(DELIVERED));
    }
    assertThat(next.take(event(1000)), equalTo(Optional.empty()));
    assertThat(next.position(), is(1001L));
  }

  @Test
  void nothingIsSentThatNoSegmentAllowsFor() {
    LaneJournal journal = lab.open();
    assertThat("nothing to say yet", objects(), is(0));

    journal.take(event(0));
    journal.sending(0);

    assertThat(objects(), is(1));
    assertThat(lab.record().doubtfulSince(0), is(LaneLab.START.toEpochMilli()));
    assertThat("as far as it allows", lab.record().doubtfulSince(LaneLab.AHEAD), is(not0()));
    assertThat("and no further", lab.record().doubtfulSince(LaneLab.AHEAD + 1), is(0L));
    for (int i = 1; i <= LaneLab.AHEAD; i++) {
      journal.take(event(i));
    }
    journal.sending(LaneLab.AHEAD);
    assertThat("allowed for", objects(), is(1));
    journal.take(event(LaneLab.AHEAD + 1));
    journal.sending(LaneLab.AHEAD + 1);
    assertThat("not allowed for", objects(), is(2));
  }

  private static long not0() {
    return LaneLab.START.toEpochMilli();
  }

  @Test
  void aFullLedgerKeepsEventsFromBeingSent() {
    LaneJournal journal = lab.open();
    journal.take(event(0));
    lab.store.failWrites("No space left on device");

    LedgerRefusedException e = assertThrows(LedgerRefusedException.class, () -> journal.sending(0));

    assertThat(e.getMessage(), containsString("No space left on device"));
    assertThat(e.getMessage(), containsString("runs/" + LaneLab.RUN + "/lanes/0007/"));
  }

  @Test
  void oneObjectForEachThousandEvents() {
    LaneJournal journal = lab.open();
    for (int i = 0; i < 10; i++) {
      deliver(journal, i * 1000L, (i + 1) * 1000L);
    }
    journal.settle();
    journal.end();

    assertThat("one before the first, and two at the end", objects(), is(1 + 10 + 2));
  }

  @Test
  void thinRequestsAreWrittenEachFiveSeconds() {
    LaneJournal journal = lab.open();
    for (int i = 0; i < 100; i++) {
      deliver(journal, i, i + 1);
      lab.pass(Duration.ofSeconds(1));
    }

    assertThat(objects(), is(100 / 5));
  }

  @Test
  void beforeALongWaitWhatIsKnownIsWritten() {
    LaneJournal journal = lab.open();
    deliver(journal, 0, 10);
    journal.beforeWaiting(Duration.ofSeconds(4));
    assertThat(objects(), is(1));

    journal.beforeWaiting(Duration.ofSeconds(5));

    assertThat(objects(), is(2));
    assertThat(lab.record().at(9), equalTo(lab.record().at(9)));
    assertThat(lab.open().take(event(0)), equalTo(DELIVERED));
  }

  @Test
  void anotherEventAtASettledPositionIsAnotherInput() {
    LaneJournal first = lab.open();
    deliver(first, 0, 3);
    first.settle();
    LaneJournal next = lab.open();
    next.take(event(0));

    LedgerRefusedException e =
        assertThrows(LedgerRefusedException.class, () -> next.take(event(1, "another")));

    assertThat(e.getMessage(), containsString("input.json:2"));
  }

  @Test
  void aRejectionIsFinalWithAllThatWasSaidOfIt() {
    Refused cause = new Refused(Reason.REFUSED, "time", "HTTP 400");
    Attempts attempts = new Attempts(2, 400, LaneLab.START, LaneLab.START.plusSeconds(1));
    LaneJournal first = lab.open();
    first.take(event(0));
    first.sending(0);
    first.settled(0, event(0), cause, attempts, null);
    first.settle();

    assertThat(lab.open().take(event(0)), equalTo(Optional.of(new Known(cause, attempts))));
  }

  @Test
  void aDeferralIsNotFinal() {
    LaneJournal first = lab.open();
    first.take(event(0));
    settle(first, 0, Reason.DAILY_QUOTA);
    first.settle();

    assertThat(lab.open().take(event(0)), equalTo(Optional.empty()));
    assertThat(lab.record().reasons().get(Reason.DAILY_QUOTA), is(1L));
  }

  @Test
  void whatWasInFlightIsSentAgainWhileTheDestinationRemembers() {
    LaneJournal first = lab.open();
    first.take(event(0));
    first.sending(0);
    lab.pass(Duration.ofDays(6).minusSeconds(1));

    assertThat(lab.open().take(event(0)), equalTo(Optional.empty()));
  }

  @Test
  void laterItIsInDoubtAndDecidedByTheUser() {
    LaneJournal first = lab.open();
    deliver(first, 0, 1000);
    first.take(event(1000));
    first.sending(1000);
    lab.pass(Duration.ofDays(6).plusSeconds(1));

    assertThat(reason(1000, WhenInDoubt.REFUSE), is(Reason.IN_DOUBT));
    assertThat(reason(1000, WhenInDoubt.RESEND), is(Reason.DELIVERED));
    assertThat(reason(1000, WhenInDoubt.SKIP), is(Reason.LEFT_IN_DOUBT));
    assertThat("settled", reason(0, WhenInDoubt.REFUSE), is(Reason.DELIVERED));
    assertThat("never sent", reason(2001, WhenInDoubt.REFUSE), is(Reason.DELIVERED));
  }

  /** Where an event ends: delivered if it was, or is to be. */
  private Reason reason(long position, WhenInDoubt then) {
    lab.decide(then);
    LaneJournal journal = lab.open();
    for (long i = 0; i < position; i++) {
      journal.pass();
    }
    return journal.take(event(position)).map(k -> k.cause().reason()).orElse(Reason.DELIVERED);
  }

  @Test
  void whatWasLeftOutInDoubtStaysSoInLaterRuns() throws IOException {
    LaneJournal first = lab.open();
    first.take(event(0));
    first.sending(0);
    lab.pass(Duration.ofDays(7));
    lab.decide(WhenInDoubt.SKIP);
    LaneJournal second = lab.open();
    second.take(event(0));
    second.end();
    finish(LaneLab.RUN);
    lab.decide(WhenInDoubt.REFUSE);

    LaneJournal later = lab.open("20260401T010000.000Z", 0);

    assertThat(later.take(event(0)).orElseThrow().cause().reason(), is(Reason.IN_DOUBT));
  }

  private void finish(String run) throws IOException {
    var pool = Executors.newFixedThreadPool(1);
    try {
      History history =
          History.load(lab.store, LaneLab.LANES)
              .add(
                  run, lane -> SentSource.of(LaneSegments.read(lab.store, run, lane).sent()), pool);
      assertThat(history.runs().contains(run), is(true));
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void anEventThatAnEarlierRunDeliveredIsNotSentByALaterOne() throws IOException {
    LaneJournal first = lab.open();
    deliver(first, 0, 10);
    first.end();
    finish(LaneLab.RUN);

    LaneJournal later = lab.open("20260401T010000.000Z", 0);

    assertThat(later.take(event(3)).orElseThrow().cause().reason(), is(Reason.ALREADY_DELIVERED));
    assertThat("of another identity", later.take(event(4, "other")), equalTo(Optional.empty()));
    assertThat("of another time", later.take(event(11, "insert-5")), equalTo(Optional.empty()));
  }

  @Test
  void anEventWhoseAnswerNeverCameIsInDoubtSinceItWasSent() {
    Instant sent = LaneLab.START.minus(Duration.ofHours(20));
    LaneJournal first = lab.open();
    first.take(event(0));
    first.sending(0);
    first.settled(0, event(0), Refused.because(Reason.GAVE_UP), null, sent);
    first.settle();
    lab.pass(Duration.ofDays(6).minus(Duration.ofHours(19)));

    assertThat(reason(0, WhenInDoubt.SKIP), is(Reason.LEFT_IN_DOUBT));
  }

  @Test
  void aWriterThatStoppedInOrderLeavesNothingInDoubt() {
    LaneJournal first = lab.open();
    deliver(first, 0, 10);
    first.take(event(10));
    settle(first, 10, Reason.STOPPED);
    first.settle();

    assertThat(
        lab.record().progress(Long.MAX_VALUE).inDoubt(), equalTo(new InDoubt(0, Span.EMPTY)));
    assertThat(lab.record().reasons(), equalTo(java.util.Map.of(Reason.DELIVERED, 10L)));
  }

  @Test
  void aLaneThatIsAtItsEndIsNotWrittenAgain() {
    LaneJournal first = lab.open();
    deliver(first, 0, 10);
    first.settle();
    first.end();
    assertThat(lab.record().events(), is(10L));
    int before = objects();

    LaneJournal again = lab.open();
    for (int i = 0; i < 10; i++) {
      again.take(event(i));
    }
    again.settle();
    again.end();

    assertThat(objects(), is(before));
  }

  @Test
  void aZombieAndItsSuccessorAddUp() {
    LaneJournal zombie = lab.open();
    deliver(zombie, 0, 1000);
    LaneJournal successor = lab.open();
    for (int i = 0; i < 1000; i++) {
      successor.take(event(i));
    }
    deliver(successor, 1000, 2000);
    deliver(zombie, 1000, 2500);
    zombie.settle();
    deliver(successor, 2000, 3000);
    successor.end();

    LaneRecord record = lab.record();

    assertThat(record.damages(), equalTo(List.of()));
    assertThat(record.reasons(), equalTo(java.util.Map.of(Reason.DELIVERED, 3000L)));
    assertThat(record.events(), is(3000L));
  }

  @Test
  void aRunThatLostItsLeaseWritesAndSendsNothingMore() throws IOException {
    LaneJournal journal = lab.open();
    deliver(journal, 0, 1000);
    lab.store.delete(List.of("lease/" + LaneLab.LEASE + ".json"));
    lab.pass(Duration.ofSeconds(11));

    for (int i = 1000; i < 3001; i++) {
      journal.take(event(i));
    }
    assertThrows(LedgerRefusedException.class, () -> journal.sending(3000));
  }

  @Test
  void anEngineThatWentBackFindsWhatWasSettledMeanwhile() {
    LaneJournal first = lab.open();
    deliver(first, 0, 1000);
    deliver(first, 1000, 2000);

    LaneJournal again = lab.open(LaneLab.RUN, 1000);

    assertThat(again.take(event(1000)), equalTo(DELIVERED));
  }

  @Test
  void dispositionsOfTheRecordAreThoseOfTheReasons() {
    LaneJournal first = lab.open();
    first.take(event(0));
    settle(first, 0, Reason.REFUSED);
    first.settle();

    assertThat(lab.record().progress(0).events(Disposition.REJECTED), is(1L));
  }
}
