package io.eventbackfill.ledger;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.util.concurrent.MoreExecutors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final int LANES = SentRun.LANES;

  private final MemoryStore store = new MemoryStore();

  private static SentRun run(String id, Sent... entries) {
    return new SentRun(id).with(1, entries);
  }

  /** Publishes a volume as it is, next to whatever is there. */
  private Volume publish(Set<String> runs, LaneEntries entries) throws IOException {
    VolumeBuild build = new VolumeBuild(store, LANES, MoreExecutors.newDirectExecutorService());
    Volume volume = build.of(runs, entries);
    new HistoryFolder(store, LANES).publish(volume);
    return volume;
  }

  private String refusal() {
    return assertThrows(LedgerRefusedException.class, () -> History.load(store, LANES))
        .getMessage();
  }

  private List<String> names() {
    return store.list("").stream().map(Store.Item::name).toList();
  }

  @Test
  void nobodyHasSentAnythingAtFirst() throws IOException {
    History history = History.load(store, LANES);

    assertThat(history.entries(), equalTo(0L));
    assertThat(history.bytes(), equalTo(0L));
    assertThat(history.runs(), empty());
    try (LaneHistory lane = history.lane(0, "now")) {
      assertThat(lane.find(1, 1), nullValue());
    }
  }

  @Test
  void whatOneRunHasSentTheNextOneKnows() throws IOException {
    run("monday", Sent.delivered(-5, 1), new Sent(5, 2, 77)).addTo(store);

    History history = History.load(store, LANES);
    assertThat(history.runs(), equalTo(Set.of("monday")));
    assertThat(history.entries(), equalTo(2L));
    assertThat(history.volumes(), equalTo(1));
    try (LaneHistory lane = history.lane(1, "tuesday")) {
      assertThat(lane.find(-5, 1), equalTo(Sent.delivered(-5, 1)));
      assertThat(lane.find(-5, 2), nullValue());
      assertThat(lane.find(5, 2), equalTo(new Sent(5, 2, 77)));
    }
    try (LaneHistory other = history.lane(0, "tuesday")) {
      assertThat(other.find(-5, 1), nullValue());
    }
  }

  @Test
  void lanesWithoutEntriesHaveNoFile() throws IOException {
    History history = run("monday", Sent.delivered(5, 1)).addTo(store);

    String folder = Volume.folder(Set.of("monday"));
    assertThat(
        names(),
        containsInAnyOrder(folder + "lane-0001", folder + "volume.json", folder + "published"));
    assertThat(history.bytes(), equalTo((long) store.read(folder + "lane-0001").length));
  }

  @Test
  void aRunThatSentNothingLeavesNothing() throws IOException {
    History history = new SentRun("monday").addTo(store);

    assertThat(history.runs(), empty());
    assertThat(names(), empty());
  }

  @Test
  void deliveredByAnyRunIsDeliveredAndElseTheLatestDoubtCounts() throws IOException {
    publish(Set.of("a"), run("a", new Sent(1, 1, 70), new Sent(1, 2, 70), new Sent(1, 3, 90)));
    publish(Set.of("b"), run("b", new Sent(1, 1, 80), Sent.delivered(1, 2), new Sent(1, 3, 10)));

    try (LaneHistory lane = History.load(store, LANES).lane(1, "c")) {
      assertThat(lane.find(1, 1), equalTo(new Sent(1, 1, 80)));
      assertThat(lane.find(1, 2), equalTo(Sent.delivered(1, 2)));
      assertThat(lane.find(1, 3), equalTo(new Sent(1, 3, 90)));
    }
  }

  @Test
  void theRunThatAsksIsLeftOut() throws IOException {
    run("monday", Sent.delivered(5, 1)).addTo(store);
    run("tuesday", Sent.delivered(5, 2)).addTo(store);

    try (LaneHistory lane = History.load(store, LANES).lane(1, "tuesday")) {
      assertThat(lane.find(5, 1), equalTo(Sent.delivered(5, 1)));
      assertThat(lane.find(5, 2), nullValue());
    }
  }

  @Test
  void aRunThatOthersBuildOnCannotGoOn() throws IOException {
    for (String day : List.of("monday", "tuesday", "wednesday")) {
      run(day, Sent.delivered(5, 1)).addTo(store);
    }
    History history = History.load(store, LANES);

    String message =
        assertThrows(LedgerRefusedException.class, () -> history.lane(1, "monday")).getMessage();
    assertThat(message, allOf(containsString("monday"), containsString("memory:/history/0002-")));
  }

  @Test
  void earlierTimesCannotBeAskedForAgain() throws IOException {
    run("monday", Sent.delivered(5, 1)).addTo(store);

    try (LaneHistory lane = History.load(store, LANES).lane(1, "x")) {
      assertThat(lane.find(3, 1), nullValue());
      assertThrows(IllegalStateException.class, () -> lane.find(2, 1));
    }
  }

  @Test
  void manyRunsAreFewVolumesAndNothingIsLost() throws IOException {
    List<SentRun> runs = new ArrayList<>();
    Random random = new Random(2);
    for (int night = 0; night < 365; night++) {
      SentRun run = SentRun.random("night-" + night, night, random.nextInt(20));
      runs.add(run);
      History history = run.addTo(store, MoreExecutors.newDirectExecutorService());
      assertThat(history.volumes(), lessThanOrEqualTo(8));
    }

    History history = History.load(store, LANES);
    assertThat(history.volumes(), lessThanOrEqualTo(2));
    assertThat(SentRun.found(history, "next"), equalTo(SentRun.together(runs)));
    assertThat(names().size(), lessThanOrEqualTo(2 * (LANES + 2)));
  }

  @Test
  void aRunIsNotAddedTwice() throws IOException {
    run("monday", Sent.delivered(5, 1)).addTo(store);
    int written = store.written();
    run("monday", Sent.delivered(5, 2)).addTo(store);

    assertThat(store.written(), equalTo(written));
  }

  @Test
  void entriesOutOfOrderAreNotAdded() throws IOException {
    SentRun wrong = run("monday", Sent.delivered(5, 1), Sent.delivered(4, 1));

    assertThrows(IllegalArgumentException.class, () -> wrong.addTo(store));
    assertThat(History.load(store, LANES).runs(), empty());
  }

  @Test
  void aHistoryTravels() throws IOException {
    History history = SerializableUtils.clone(run("monday", Sent.delivered(5, 1)).addTo(store));

    assertThat(history.runs(), equalTo(Set.of("monday")));
    assertThat(history.entries(), equalTo(1L));
  }

  @Test
  void aMergedVolumeReplacesItsParts() throws IOException {
    publish(Set.of("a"), run("a", Sent.delivered(1, 1)));
    publish(Set.of("a", "b"), run("ab", Sent.delivered(1, 1), Sent.delivered(1, 2)));
    publish(Set.of("b"), run("b", Sent.delivered(1, 2)));

    History history = History.load(store, LANES);

    assertThat(history.entries(), equalTo(2L));
    assertThat(history.runs(), equalTo(Set.of("a", "b")));
  }

  @Test
  void volumesThatShareSomeRunsAreRefused() throws IOException {
    publish(Set.of("a", "b"), run("ab", Sent.delivered(1, 1)));
    publish(Set.of("b", "c"), run("bc", Sent.delivered(1, 1)));

    assertThat(
        refusal(),
        allOf(
            containsString(Volume.folder(Set.of("a", "b"))),
            containsString(Volume.folder(Set.of("b", "c"))),
            containsString("[b]")));
  }

  @Test
  void volumesOfOtherLanesAreRefused() throws IOException {
    run("monday", Sent.delivered(5, 1)).addTo(store);

    String message =
        assertThrows(LedgerRefusedException.class, () -> History.load(store, 64)).getMessage();

    assertThat(message, containsString("volume.json has 3 lanes, and this run 64"));
  }

  @Test
  void everyChangedByteOfADescriptorIsRefused() throws IOException {
    run("monday", Sent.delivered(5, 1)).with(2, new Sent(7, 1, 9)).addTo(store);
    String name = Volume.folder(Set.of("monday")) + "volume.json";
    byte[] sound = store.read(name);
    for (int i = 0; i < sound.length; i++) {
      for (int change = 1; change < 256; change++) {
        byte[] content = sound.clone();
        content[i] ^= (byte) change;
        store.write(name, content);
        assertThat(refusal(), containsString(store.address(name)));
      }
    }
  }

  @Test
  void aDescriptorCutAnywhereIsRefused() throws IOException {
    run("monday", Sent.delivered(5, 1)).addTo(store);
    String name = Volume.folder(Set.of("monday")) + "volume.json";
    String sound = new String(store.read(name), StandardCharsets.UTF_8);
    for (int length = 0; length < sound.length(); length++) {
      store.write(name, sound.substring(0, length).getBytes(StandardCharsets.UTF_8));
      assertThat(refusal(), containsString(store.address(name)));
    }
    store.write(
        name, sound.replace("\"version\":1", "\"version\":2").getBytes(StandardCharsets.UTF_8));
    assertThat(refusal(), containsString("written by a newer version (format 2)"));
    store.delete(List.of(name));
    assertThat(refusal(), equalTo(store.address(name) + " is missing"));
  }

  @Test
  void aDescriptorInAForeignFolderIsRefused() throws IOException {
    run("monday", Sent.delivered(5, 1)).addTo(store);
    publish(Set.of("tuesday"), run("tuesday", Sent.delivered(5, 1)));
    String name = Volume.folder(Set.of("tuesday")) + "volume.json";
    store.write(name, store.read(Volume.folder(Set.of("monday")) + "volume.json"));

    assertThat(refusal(), equalTo(store.address(name) + " describes another volume"));
  }

  @Test
  void aMissingOrCutLaneIsNoticedAtOnce() throws IOException {
    run("monday", Sent.delivered(5, 1)).addTo(store);
    String name = Volume.folder(Set.of("monday")) + "lane-0001";
    store.write(name, new byte[9]);
    assertThat(refusal(), containsString(name + " is damaged: it has 9 bytes instead of "));

    store.delete(List.of(name));
    assertThat(refusal(), equalTo(store.address(name) + " is missing"));
  }

  @Test
  void exchangedLanesAreNoticedWhenTheyAreOpened() throws IOException {
    new SentRun("monday").with(0, Sent.delivered(5, 1)).with(1, Sent.delivered(5, 2)).addTo(store);
    String folder = Volume.folder(Set.of("monday"));
    byte[] zero = store.read(folder + "lane-0000");
    store.write(folder + "lane-0000", store.read(folder + "lane-0001"));
    store.write(folder + "lane-0001", zero);

    try (LaneHistory lane = History.load(store, LANES).lane(0, "x")) {
      String message =
          assertThrows(LedgerRefusedException.class, () -> lane.find(5, 1)).getMessage();
      assertThat(message, containsString("lane-0000 is the file of another lane or volume"));
    }
  }

  @Test
  void otherPeoplesObjectsAreLeftAlone() throws IOException {
    store.write("history/readme", new byte[1]);
    store.write("history/mine/lane-0001", new byte[1]);
    store.write("runs/monday/published", new byte[0]);
    store.write("history/0001-00000000000000aa/lane-0001", new byte[1]);

    new SentRun("monday").addTo(store);

    assertThat(
        names(),
        containsInAnyOrder("history/readme", "history/mine/lane-0001", "runs/monday/published"));
  }
}
