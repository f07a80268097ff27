package io.eventbackfill.ledger;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.util.concurrent.MoreExecutors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A process may die anywhere while it adds to a history. */
class HistoryCrashTest {
  private static final List<SentRun> BEFORE =
      List.of(SentRun.random("a", 1, 80), SentRun.random("b", 2, 60), SentRun.random("c", 3, 70));

  private static final SentRun ADDED = SentRun.random("d", 4, 90);

  private static MemoryStore before() throws IOException {
    MemoryStore store = new MemoryStore();
    for (SentRun run : BEFORE) {
      add(run, store);
    }
    return store;
  }

  private static History add(SentRun run, Store store) throws IOException {
    return run.addTo(store, MoreExecutors.newDirectExecutorService());
  }

  private static Map<String, String> content(MemoryStore store) throws IOException {
    Map<String, String> content = new HashMap<>();
    for (Store.Item item : store.list("")) {
      content.put(item.name(), java.util.HexFormat.of().formatHex(store.read(item.name())));
    }
    return content;
  }

  private static List<SentRun> all() {
    List<SentRun> all = new ArrayList<>(BEFORE);
    all.add(ADDED);
    return all;
  }

  /** Whichever operation is the last one: nothing is lost, and a second attempt completes it. */
  @Test
  void whoeverDiesWhileAddingCanAddAgain() throws IOException {
    MemoryStore undisturbed = before();
    add(ADDED, undisturbed);
    int operations = 0;
    for (boolean died = true; died; operations++) {
      MemoryStore store = before();
      died = dies(new DyingStore(store, operations));
      requireWholeBeforeOrAfter(store);

      add(ADDED, store);

      History again = History.load(store, SentRun.LANES);
      assertThat(SentRun.found(again, "next"), equalTo(SentRun.together(all())));
      assertThat(content(store), equalTo(content(undisturbed)));
    }
    assertThat("how often it died", operations, greaterThan(30));
  }

  private static boolean dies(DyingStore dying) throws IOException {
    try {
      add(ADDED, dying);
    } catch (IOException e) {
      assertThat(dying.dead(), equalTo(true));
    }
    return dying.dead();
  }

  private static void requireWholeBeforeOrAfter(Store store) throws IOException {
    History between = History.load(store, SentRun.LANES);
    assertThat(
        SentRun.found(between, "next"),
        anyOf(equalTo(SentRun.together(BEFORE)), equalTo(SentRun.together(all()))));
    // Whatever happened: the run that died is able to go on, and knows of all others.
    assertThat(SentRun.found(between, ADDED.id()), equalTo(SentRun.together(BEFORE)));
  }

  /** Another run comes instead of the second attempt. */
  @Test
  void whatADeadRunLeftBehindIsDeletedByTheNextOne() throws IOException {
    MemoryStore undisturbed = before();
    SentRun other = SentRun.random("e", 5, 50);
    add(other, undisturbed);
    for (int operations = 0; ; operations++) {
      MemoryStore store = before();
      if (!dies(new DyingStore(store, operations))
          || History.load(store, SentRun.LANES).runs().contains(ADDED.id())) {
        return;
      }
      add(other, store);
      assertThat(content(store), equalTo(content(undisturbed)));
    }
  }

  @Test
  void aDamagedVolumeIsNotMergedAway() throws IOException {
    MemoryStore store = before();
    String damaged =
        store.list("history/").stream()
            .map(Store.Item::name)
            .filter(name -> name.contains("/0002-") && name.endsWith("lane-0002"))
            .findFirst()
            .orElseThrow();
    byte[] content = store.read(damaged);
    content[content.length / 2] ^= 1;
    store.write(damaged, content);

    String message =
        assertThrows(LedgerRefusedException.class, () -> add(ADDED, store)).getMessage();

    assertThat(message, equalTo("memory:/" + damaged + " is damaged: a checksum is wrong"));
    assertThat(History.load(store, SentRun.LANES).volumes(), equalTo(3));
  }
}
