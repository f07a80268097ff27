package io.eventbackfill.ledger;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;

/**
 * What finished runs have sent, so that no later run sends it again. It grows by one volume with
 * each run; volumes of earlier runs are merged so that there are always few (see {@link Tiers}).
 *
 * <p>This is what was found when it was loaded; it doesn't change. Any number of processes may read
 * at once. One process at a time may add, to what it has loaded or got by adding last: whoever adds
 * holds the ledger. A reader whose volumes were merged away meanwhile is refused.
 */
public final class History implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Store store;
  private final int lanes;
  private final ImmutableList<Volume> volumes;

  private History(Store store, int lanes, List<Volume> volumes) {
    this.store = store;
    this.lanes = lanes;
    this.volumes = ImmutableList.copyOf(volumes);
  }

  /**
   * Looks up what there is; opens no lane's file.
   *
   * @param lanes how many the ledger has
   * @throws LedgerRefusedException if part of it is missing, damaged, contradicts another part or
   *     was written with another number of lanes
   */
  public static History load(Store store, int lanes) throws IOException {
    return new History(store, lanes, new HistoryFolder(store, lanes).volumes());
  }

  /**
   * What was sent through a lane, by all runs but one.
   *
   * @param exceptRun the run that asks: it was added already, but goes on
   * @throws LedgerRefusedException if that run can't be left out any more, because another run has
   *     been added after it
   */
  public LaneHistory lane(int lane, String exceptRun) {
    return new LaneHistory(store, lane, others(exceptRun));
  }

  private List<Volume> others(String exceptRun) {
    List<Volume> others = new ArrayList<>();
    for (Volume volume : volumes) {
      if (!volume.runs().contains(exceptRun)) {
        others.add(volume);
      } else if (volume.runs().size() > 1) {
        throw new LedgerRefusedException(
            "run "
                + exceptRun
                + " can't go on: it was finished, and later runs build on it; see "
                + store.address(volume.folder()));
      }
    }
    return others;
  }

  /**
   * Adds what a run has sent, then merges volumes of earlier runs and deletes what is left over.
   * The run's own volume stays as it is until the next run is added. If it dies at any point, load
   * and add again; a run that is there already is not written again.
   *
   * @param entries what the run has sent; not asked for if the run is there already
   * @param pool writes the lanes
   * @throws IllegalArgumentException if a lane's entries are not in order; nothing is added then
   * @throws LedgerRefusedException if a volume that was to be merged is damaged; the run was added
   * @return the history with them
   */
  public History add(String runId, LaneEntries entries, ExecutorService pool) throws IOException {
    HistoryFolder folder = new HistoryFolder(store, lanes);
    VolumeBuild build = new VolumeBuild(store, lanes, pool);
    List<Volume> all = new ArrayList<>(volumes);
    if (!runs().contains(runId)) {
      Volume added = build.of(Set.of(runId), entries);
      if (!added.files().isEmpty()) {
        folder.publish(added);
        all.add(added);
      }
    }
    List<Volume> earlier = all.stream().filter(v -> !v.runs().equals(Set.of(runId))).toList();
    for (List<Volume> group : Tiers.toMerge(earlier, Volume::entries)) {
      Volume merged = build.merged(group);
      folder.publish(merged);
      all.removeAll(group);
      all.add(merged);
    }
    folder.keepOnly(all);
    return new History(store, lanes, all);
  }

  /**
   * Takes a run out that was added but goes on; it is to be added again.
   *
   * @throws LedgerRefusedException as {@link #lane}
   */
  History without(String run) throws IOException {
    if (!runs().contains(run)) {
      return this;
    }
    List<Volume> others = others(run);
    new HistoryFolder(store, lanes).keepOnly(others);
    return new History(store, lanes, others);
  }

  /** How many entries there are; one event may have an entry in each of several volumes. */
  public long entries() {
    return volumes.stream().mapToLong(Volume::entries).sum();
  }

  /** The size of all lanes' files. */
  public long bytes() {
    return volumes.stream().mapToLong(Volume::bytes).sum();
  }

  /** The runs that have sent something. */
  public Set<String> runs() {
    Set<String> runs = new TreeSet<>();
    volumes.forEach(volume -> runs.addAll(volume.runs()));
    return runs;
  }

  /** How many volumes a lane has to join at most. */
  public int volumes() {
    return volumes.size();
  }
}
