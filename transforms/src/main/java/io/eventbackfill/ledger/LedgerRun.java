package io.eventbackfill.ledger;

import io.eventbackfill.ledger.Store.Item;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run, as its ledger knows it.
 *
 * @param manifest what it set out to do
 * @param attempts its starts, the first one first
 * @param finished how it ended; empty if it did not
 */
public record LedgerRun(Manifest manifest, List<Attempt> attempts, Optional<Finished> finished) {

  /** Its name. */
  public String name() {
    return manifest.run();
  }

  /** Reads a run; empty where a process died before it wrote the manifest. */
  static Optional<LedgerRun> read(Store store, String name) throws IOException {
    Manifest manifest;
    try {
      manifest = Manifest.read(store, name);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
    List<Attempt> attempts = new ArrayList<>();
    for (Item item : store.list(Attempt.folder(name))) {
      attempts.add(Attempt.read(store, item.name()));
    }
    try {
      return Optional.of(
          new LedgerRun(manifest, attempts, Optional.of(Finished.read(store, name))));
    } catch (FileNotFoundException e) {
      return Optional.of(new LedgerRun(manifest, attempts, Optional.empty()));
    }
  }
}
