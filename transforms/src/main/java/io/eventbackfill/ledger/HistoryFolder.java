package io.eventbackfill.ledger;

import static io.eventbackfill.ledger.Volume.HISTORY;

import com.google.common.collect.Sets;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The volumes in a store:
 *
 * <pre>
 * history/0003-9f86d081884c7d65/       of three runs
 *   lane-0000                          see VolumeFormat
 *   lane-0042                          lanes without entries have none
 *   volume.json                        see VolumeJson
 *   published                          empty
 * </pre>
 *
 * <p>They are written in this order. A volume without its last object is not there: whoever wrote
 * it has died. That is why the last one is empty. The beginning of a descriptor, left behind by a
 * dying process, could not be told from one that was damaged later, and the first must be ignored,
 * the second never.
 */
final class HistoryFolder implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final String DESCRIPTOR = "volume.json";
  private static final String PUBLISHED = "published";

  /** What this class may delete. */
  private static final Pattern OURS =
      Pattern.compile(HISTORY + "[0-9]+-[0-9a-f]{16}/(lane-[0-9]+|volume\\.json|published)");

  private final Store store;
  private final int lanes;

  HistoryFolder(Store store, int lanes) {
    this.store = store;
    this.lanes = lanes;
  }

  /**
   * The volumes that count: those whose runs are covered by another one have been merged into it.
   *
   * @throws LedgerRefusedException if they can't be read, miss something or contradict each other
   */
  List<Volume> volumes() throws IOException {
    Map<String, Long> sizes =
        store.list(HISTORY).stream().collect(Collectors.toMap(Store.Item::name, Store.Item::bytes));
    List<Volume> all = new ArrayList<>();
    for (String name : sizes.keySet()) {
      if (OURS.matcher(name).matches() && name.endsWith(PUBLISHED)) {
        all.add(describe(name.substring(0, name.length() - PUBLISHED.length())));
      }
    }
    List<Volume> uncovered = new ArrayList<>();
    for (Volume volume : all) {
      if (all.stream().noneMatch(other -> covers(other, volume))) {
        requireFiles(volume, sizes);
        uncovered.add(volume);
      }
    }
    uncovered.sort((a, b) -> a.folder().compareTo(b.folder()));
    return uncovered;
  }

  /** Makes a volume count whose files are written. */
  void publish(Volume volume) throws IOException {
    store.write(volume.folder() + DESCRIPTOR, VolumeJson.write(volume));
    store.write(volume.folder() + PUBLISHED, new byte[0]);
  }

  /** Deletes what belongs to none of these volumes. */
  void keepOnly(Collection<Volume> volumes) throws IOException {
    Set<String> kept = new HashSet<>();
    for (Volume volume : volumes) {
      volume.files().keySet().forEach(l -> kept.add(Volume.laneName(volume.folder(), l)));
      kept.add(volume.folder() + DESCRIPTOR);
      kept.add(volume.folder() + PUBLISHED);
    }
    List<String> obsolete =
        store.list(HISTORY).stream()
            .map(Store.Item::name)
            .filter(name -> OURS.matcher(name).matches() && !kept.contains(name))
            .toList();
    // First no volume is there any more, then its parts: half a volume must not look like a
    // damaged one.
    delete(obsolete.stream().filter(name -> name.endsWith(PUBLISHED)).toList());
    delete(obsolete.stream().filter(name -> !name.endsWith(PUBLISHED)).toList());
  }

  private void delete(List<String> names) throws IOException {
    if (!names.isEmpty()) {
      store.delete(names);
    }
  }

  private Volume describe(String folder) throws IOException {
    String name = folder + DESCRIPTOR;
    String address = store.address(name);
    byte[] content;
    try {
      content = store.read(name);
    } catch (FileNotFoundException e) {
      throw new LedgerRefusedException(address + " is missing", e);
    }
    Volume volume = VolumeJson.read(content, address);
    if (!volume.folder().equals(folder)) {
      throw new LedgerRefusedException(address + " describes another volume");
    }
    if (volume.lanes() != lanes) {
      throw new LedgerRefusedException(
          address + " has " + volume.lanes() + " lanes, and this run " + lanes);
    }
    return volume;
  }

  private boolean covers(Volume other, Volume volume) {
    if (other.runs().equals(volume.runs())
        || Sets.intersection(other.runs(), volume.runs()).isEmpty()) {
      return false;
    }
    boolean covers = other.runs().containsAll(volume.runs());
    if (!covers && !volume.runs().containsAll(other.runs())) {
      throw new LedgerRefusedException(
          store.address(volume.folder())
              + " and "
              + store.address(other.folder())
              + " share some of their runs: "
              + Sets.intersection(other.runs(), volume.runs()));
    }
    return covers;
  }

  private void requireFiles(Volume volume, Map<String, Long> sizes) {
    volume
        .files()
        .forEach(
            (lane, file) -> {
              String name = Volume.laneName(volume.folder(), lane);
              Long size = sizes.get(name);
              if (size == null) {
                throw new LedgerRefusedException(store.address(name) + " is missing");
              }
              if (size != file.bytes()) {
                throw new LedgerRefusedException(
                    store.address(name)
                        + " is damaged: it has "
                        + size
                        + " bytes instead of "
                        + file.bytes());
              }
            });
  }
}
