package io.eventbackfill.ledger;

import static io.eventbackfill.ledger.LaneLab.deliver;
import static io.eventbackfill.ledger.LaneLab.event;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.ledger.Store.Item;
import io.eventbackfill.model.Reason;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A segment that is missing, cut or changed: nothing of it is silently sent twice. */
class DamagedLedgerTest {
  private static final long EVENTS = 5000;

  private final LaneLab lab = new LaneLab();

  @BeforeEach
  void aLaneInTheMiddle() {
    LaneJournal journal = lab.open();
    for (int i = 0; i < EVENTS; i += 1000) {
      deliver(journal, i, i + 1000);
    }
  }

  private List<String> names() {
    return lab.store.list("runs/").stream().map(Item::name).toList();
  }

  private String last() {
    return names().get(names().size() - 1);
  }

  private Reason reasonOf(long position) {
    LaneJournal journal = lab.open();
    for (long i = 0; i < position; i++) {
      journal.pass();
    }
    return journal.take(event(position)).map(k -> k.cause().reason()).orElse(Reason.STOPPED);
  }

  private void assertLostInTheMiddle(String damage) {
    LaneRecord record = lab.record();
    assertThat(record.damages(), contains(containsString(damage)));
    assertThat(record.reasons().get(Reason.DELIVERED), is(EVENTS - 1000));
    assertThat("what it held", reasonOf(1500), is(Reason.IN_DOUBT));
    assertThat("what others hold", reasonOf(500), is(Reason.DELIVERED));
    assertThat(reasonOf(2500), is(Reason.DELIVERED));
    assertThat("what was never sent", reasonOf(8000), is(Reason.STOPPED));
    assertThat(record.progress(0).forgotten().events(), is(greaterThan(999L)));
  }

  @Test
  void aMissingSegmentLeavesItsEventsInDoubt() throws IOException {
    lab.store.delete(List.of(names().get(2)));
    assertLostInTheMiddle("-00000002 is missing");
  }

  @Test
  void aCutSegmentInTheMiddleLeavesItsEventsInDoubt() throws IOException {
    byte[] whole = lab.store.read(names().get(2));
    lab.store.write(names().get(2), Arrays.copyOf(whole, whole.length / 2));
    assertLostInTheMiddle("-00000002 ends too early");
  }

  @Test
  void aChangedSegmentLeavesItsEventsInDoubt() throws IOException {
    byte[] whole = lab.store.read(names().get(2));
    whole[whole.length / 2] ^= 1;
    lab.store.write(names().get(2), whole);
    assertLostInTheMiddle("-00000002 is damaged: its checksum does not match");
  }

  @Test
  void aSegmentInAnothersPlaceIsNoticed() throws IOException {
    lab.store.write(names().get(2), lab.store.read(names().get(1)));
    assertThat(lab.record().damages().isEmpty(), is(false));
  }

  @Test
  void theLastSegmentCutShortWasNeverWritten() throws IOException {
    byte[] whole = lab.store.read(last());
    lab.store.write(last(), Arrays.copyOf(whole, whole.length - 1));

    assertThat(lab.record().damages(), equalTo(List.of()));
    assertThat("sent again, as after any crash", reasonOf(4500), is(Reason.STOPPED));
    assertThat(lab.record().doubtfulSince(4500), is(LaneLab.START.toEpochMilli()));
  }

  @Test
  void theLastSegmentChangedLeavesItsEventsInDoubt() throws IOException {
    byte[] whole = lab.store.read(last());
    whole[20] ^= 1;
    lab.store.write(last(), whole);

    assertThat(lab.record().damages(), contains(containsString("is damaged")));
    assertThat(reasonOf(4500), is(Reason.IN_DOUBT));
    assertThat(reasonOf(3999), is(Reason.DELIVERED));
  }

  @Test
  void aWriterOfWhomNothingIsLeftIsMissedByItsSuccessor() throws IOException {
    LaneJournal successor = lab.open();
    for (int i = 0; i < EVENTS; i++) {
      successor.take(event(i));
    }
    deliver(successor, EVENTS, EVENTS + 1000);
    lab.store.delete(names().stream().filter(n -> n.contains("/writer-0-")).toList());

    assertThat(lab.record().damages(), contains(containsString("writer-0-00000005 is missing")));
    assertThat(reasonOf(0), is(Reason.IN_DOUBT));
  }
}
