package io.eventbackfill.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What a run has sent through its lanes. */
final class SentRun implements LaneEntries {
  static final int LANES = 3;

  private final String id;
  private final Map<Integer, List<Sent>> lanes = new HashMap<>();

  SentRun(String id) {
    this.id = id;
  }

  /** A run with so many random events, of which other runs may have sent some too. */
  static SentRun random(String id, long seed, int events) {
    SentRun run = new SentRun(id);
    Random random = new Random(seed);
    for (int i = 0; i < events; i++) {
      long doubt = random.nextInt(3) > 0 ? 0 : 1 + random.nextInt(1000);
      run.with(random.nextInt(LANES), new Sent(random.nextInt(50) - 25, random.nextInt(4), doubt));
    }
    run.lanes.values().forEach(entries -> entries.sort(Sent.ORDER));
    return run;
  }

  SentRun with(int lane, Sent... entries) {
    lanes.computeIfAbsent(lane, l -> new ArrayList<>()).addAll(List.of(entries));
    return this;
  }

  String id() {
    return id;
  }

  @Override
  public SentSource lane(int lane) {
    return SentSource.of(lanes.getOrDefault(lane, List.of()).iterator());
  }

  /** Adds it to the history of a store, as a process does that knows nothing else. */
  History addTo(Store store) throws IOException {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      return addTo(store, pool);
    } finally {
      pool.shutdown();
    }
  }

  History addTo(Store store, ExecutorService pool) throws IOException {
    return History.load(store, LANES).add(id, this, pool);
  }

  /** What these runs have sent, by lane and by the order of a lane. */
  static List<List<Sent>> together(Collection<SentRun> runs) throws IOException {
    List<List<Sent>> lanes = new ArrayList<>();
    for (int lane = 0; lane < LANES; lane++) {
      List<SentSource> sources = new ArrayList<>();
      for (SentRun run : runs) {
        sources.add(run.lane(lane));
      }
      List<Sent> entries = new ArrayList<>();
      try (VolumeMerge merge = new VolumeMerge(sources)) {
        for (Sent entry = merge.next(); entry != null; entry = merge.next()) {
          entries.add(entry);
        }
      }
      lanes.add(entries);
    }
    return lanes;
  }

  /** All that a history knows of the times and fingerprints of random runs. */
  static List<List<Sent>> found(History history, String exceptRun) throws IOException {
    List<List<Sent>> lanes = new ArrayList<>();
    for (int lane = 0; lane < LANES; lane++) {
      List<Sent> entries = new ArrayList<>();
      try (LaneHistory known = history.lane(lane, exceptRun)) {
        for (long millis = -30; millis < 30; millis++) {
          for (long fingerprint = 0; fingerprint < 4; fingerprint++) {
            Sent found = known.find(millis, fingerprint);
            if (found != null) {
              entries.add(found);
            }
          }
        }
      }
      lanes.add(entries);
    }
    return lanes;
  }
}
