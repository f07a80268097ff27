package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.StoredApi;
import io.eventbackfill.ledger.Store;
import io.eventbackfill.model.InputFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A folder of what a vendor says it has stored. A file is in it whole or not at all. */
final class ExportShelf implements StoredApi.Shelf {
  private final Store store;
  private final Map<String, Long> sizes = new HashMap<>();

  /**
   * What is in a folder.
   *
   * @throws IOException if it can't be listed
   */
  ExportShelf(Store store) throws IOException {
    this.store = store;
    for (Store.Item item : store.list("")) {
      sizes.put(item.name(), item.bytes());
    }
  }

  @Override
  public boolean holds(String name) {
    return sizes.containsKey(name);
  }

  @Override
  public void put(String name, Path file) throws IOException {
    try (OutputStream out = store.create(name)) {
      Files.copy(file, out);
    }
    sizes.put(name, Files.size(file));
  }

  /** Those of these names, to be read. */
  List<InputFile> files(List<String> names) {
    return names.stream()
        .map(name -> new InputFile(store.address(name), sizes.getOrDefault(name, 0L), 0, null))
        .toList();
  }
}
