package io.eventbackfill.ledger;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What finished runs have sent: a file for each lane that has entries, and a descriptor.
 *
 * @param lanes the ledger's number of lanes
 * @param runs whose entries these are, at least one
 * @param files by lane
 */
record Volume(
    int lanes, ImmutableSortedSet<String> runs, ImmutableSortedMap<Integer, LaneFile> files)
    implements Serializable {

  /** Where all volumes are. */
  static final String HISTORY = "history/";

  private static final int NAME_DIGITS = 16;

  static Volume of(int lanes, Set<String> runs, Map<Integer, LaneFile> files) {
    return new Volume(lanes, ImmutableSortedSet.copyOf(runs), ImmutableSortedMap.copyOf(files));
  }

  /** The folder of the volume with these runs: the same whenever it is made, unlike any other. */
  static String folder(Set<String> runs) {
    Hasher hash = Hashing.sha256().newHasher();
    for (String run : ImmutableSortedSet.copyOf(runs)) {
      hash.putInt(run.length()).putUnencodedChars(run);
    }
    String digits = hash.hash().toString().substring(0, NAME_DIGITS);
    return HISTORY + String.format(Locale.ROOT, "%04d-%s/", runs.size(), digits);
  }

  static String laneName(String folder, int lane) {
    return folder + String.format(Locale.ROOT, "lane-%04d", lane);
  }

  String folder() {
    return folder(runs);
  }

  long entries() {
    return files.values().stream().mapToLong(LaneFile::entries).sum();
  }

  long bytes() {
    return files.values().stream().mapToLong(LaneFile::bytes).sum();
  }

  /**
   * Opens a lane's file.
   *
   * @param lane one that has a file
   * @throws LedgerRefusedException if it is missing, or isn't that file
   */
  VolumeReader open(Store store, int lane) throws IOException {
    LaneFile file = files.get(lane);
    if (file == null) {
      throw new IllegalArgumentException(folder() + " has no entries in lane " + lane);
    }
    String name = laneName(folder(), lane);
    try {
      return VolumeReader.open(store, name, file);
    } catch (FileNotFoundException e) {
      throw new LedgerRefusedException(store.address(name) + " is missing", e);
    }
  }
}
