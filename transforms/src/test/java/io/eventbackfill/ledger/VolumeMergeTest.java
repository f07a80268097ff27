package io.eventbackfill.ledger;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VolumeMergeTest {

  @SafeVarargs
  private static List<Sent> merged(List<Sent>... sources) throws IOException {
    List<List<Sent>> all = new ArrayList<>();
    for (List<Sent> source : sources) {
      all.add(source);
    }
    return mergedAll(all);
  }

  private static List<Sent> mergedAll(List<List<Sent>> sources) throws IOException {
    List<SentSource> all = new ArrayList<>();
    for (List<Sent> source : sources) {
      all.add(SentSource.of(source.iterator()));
    }
    List<Sent> entries = new ArrayList<>();
    try (VolumeMerge merge = new VolumeMerge(all)) {
      for (Sent entry = merge.next(); entry != null; entry = merge.next()) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private static List<Sent> sent(long doubtfulSince) {
    return List.of(new Sent(5, 1, doubtfulSince));
  }

  @Test
  void deliveredWinsOverDoubtful() throws IOException {
    assertThat(merged(sent(0), sent(9)), equalTo(sent(0)));
    assertThat(merged(sent(9), sent(0)), equalTo(sent(0)));
    assertThat(merged(sent(9), sent(0), sent(7), sent(0)), equalTo(sent(0)));
  }

  @Test
  void theLatestDoubtWins() throws IOException {
    assertThat(merged(sent(7), sent(9)), equalTo(sent(9)));
    assertThat(merged(sent(9), sent(8), sent(7)), equalTo(sent(9)));
  }

  @Test
  void oneSourceMayRepeatItself() throws IOException {
    List<Sent> repeated = List.of(new Sent(5, 1, 7), new Sent(5, 1, 9), new Sent(5, 1, 8));

    assertThat(merged(repeated), equalTo(sent(9)));
    assertThat(merged(repeated, repeated), equalTo(sent(9)));
  }

  @Test
  void anotherTimeOrFingerprintIsAnotherEvent() throws IOException {
    List<Sent> a = List.of(Sent.delivered(5, 2), Sent.delivered(6, 1));
    List<Sent> b = List.of(new Sent(5, 1, 9), new Sent(5, 3, 9));

    assertThat(
        merged(a, b, List.of()),
        equalTo(
            List.of(
                new Sent(5, 1, 9), Sent.delivered(5, 2), new Sent(5, 3, 9), Sent.delivered(6, 1))));
    assertThat(merged(), equalTo(List.of()));
  }

  /** Against a map that takes all entries in any order. */
  @Test
  void anySourcesGiveWhatAMapWould() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      TreeMap<Sent, Sent> expected = new TreeMap<>(Sent.ORDER);
      List<List<Sent>> sources = new ArrayList<>();
      for (int source = random.nextInt(5); source >= 0; source--) {
        List<Sent> entries = new ArrayList<>();
        for (int i = random.nextInt(60); i > 0; i--) {
          long doubt = random.nextBoolean() ? 0 : 1 + random.nextInt(9);
          entries.add(new Sent(random.nextInt(9) - 4, random.nextInt(5) - 2, doubt));
        }
        entries.sort(Sent.ORDER);
        sources.add(entries);
        for (Sent entry : entries) {
          expected.merge(entry, entry, VolumeMergeTest::expectedOf);
        }
      }
      List<Sent> all = mergedAll(sources);
      assertThat(all, equalTo(List.copyOf(expected.values())));
    }
  }

  private static Sent expectedOf(Sent a, Sent b) {
    boolean doubtful = a.doubtfulSince() > 0 && b.doubtfulSince() > 0;
    return new Sent(
        a.millis(), a.fingerprint(), doubtful ? Math.max(a.doubtfulSince(), b.doubtfulSince()) : 0);
  }
}
