package io.eventbackfill.ledger;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.util.concurrent.MoreExecutors;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LaneHistoryTest {
  private static final String MARCH = Volume.folder(Set.of("march")) + "lane-0000";
  private static final String APRIL = Volume.folder(Set.of("april")) + "lane-0000";

  private final MemoryStore memory = new MemoryStore();
  private final CountedStore store = new CountedStore(memory);

  private void publish(String run, Sent... entries) throws IOException {
    VolumeBuild build = new VolumeBuild(store, 1, MoreExecutors.newDirectExecutorService());
    Volume volume = build.of(Set.of(run), new SentRun(run).with(0, entries));
    new HistoryFolder(store, 1).publish(volume);
  }

  private LaneHistory lane() throws IOException {
    publish("march", Sent.delivered(301, 1), Sent.delivered(331, 2));
    publish("april", Sent.delivered(331, 3), Sent.delivered(430, 4));
    LaneHistory lane = History.load(store, 1).lane(0, "now");
    assertThat(store.opened().stream().filter(name -> name.contains("lane")).toList(), empty());
    return lane;
  }

  @Test
  void aFileIsOpenOnlyFromItsFirstEntryToItsLast() throws IOException {
    try (LaneHistory lane = lane()) {
      assertThat(lane.find(300, 1), nullValue());
      assertThat(store.opened(), empty());

      assertThat(lane.find(310, 1), nullValue());
      assertThat(store.opened(), equalTo(List.of(MARCH)));

      assertThat(lane.find(331, 2), equalTo(Sent.delivered(331, 2)));
      assertThat(lane.find(331, 3), equalTo(Sent.delivered(331, 3)));
      assertThat(store.opened(), equalTo(List.of(APRIL)));
      assertThat(store.stillOpen(), containsInAnyOrder(MARCH, APRIL));

      assertThat(lane.find(332, 3), nullValue());
      assertThat(store.stillOpen(), equalTo(List.of(APRIL)));

      assertThat(lane.find(430, 4), equalTo(Sent.delivered(430, 4)));
      assertThat(lane.find(431, 4), nullValue());
      assertThat(store.stillOpen(), empty());
      assertThat(store.opened(), empty());
    }
  }

  @Test
  void filesOfOtherTimesAreNeverOpened() throws IOException {
    try (LaneHistory lane = lane()) {
      assertThat(lane.find(Long.MIN_VALUE, 1), nullValue());
      assertThat(lane.find(300, 1), nullValue());
      assertThat(lane.find(431, 1), nullValue());
      assertThat(lane.find(Long.MAX_VALUE, 1), nullValue());
    }
    assertThat(store.opened(), empty());
  }

  @Test
  void whoeverStopsEarlierClosesAll() throws IOException {
    try (LaneHistory lane = lane()) {
      assertThat(lane.find(331, 9), nullValue());
      assertThat(store.stillOpen(), containsInAnyOrder(MARCH, APRIL));
    }
    assertThat(store.stillOpen(), empty());
  }

  @Test
  void aFileThatIsRefusedIsNotLeftOpen() throws IOException {
    try (LaneHistory lane = lane()) {
      memory.write(MARCH, memory.read(APRIL));
      assertThrows(LedgerRefusedException.class, () -> lane.find(301, 1));
    }
    assertThat(store.stillOpen(), empty());
  }

  @Test
  void aFileThatIsGoneIsRefusedByName() throws IOException {
    try (LaneHistory lane = lane()) {
      memory.delete(List.of(MARCH));
      String message =
          assertThrows(LedgerRefusedException.class, () -> lane.find(301, 1)).getMessage();
      assertThat(message, equalTo("memory:/" + MARCH + " is missing"));
    }
  }
}
