package io.eventbackfill.ledger;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A store that remembers what was opened, and what still is. For one thread. */
final class CountedStore implements Store {
  private static final long serialVersionUID = 1L;

  private final Store store;
  private final List<String> opened = new ArrayList<>();
  private final List<String> open = new ArrayList<>();

  CountedStore(Store store) {
    this.store = store;
  }

  /** The names of all objects that were opened since this was asked last. */
  List<String> opened() {
    List<String> names = List.copyOf(opened);
    opened.clear();
    return names;
  }

  /** The names of all objects that are open now. */
  List<String> stillOpen() {
    return List.copyOf(open);
  }

  @Override
  public List<Item> list(String folder) throws IOException {
    return store.list(folder);
  }

  @Override
  public InputStream open(String name) throws IOException {
    InputStream in = store.open(name);
    opened.add(name);
    open.add(name);
    return new FilterInputStream(in) {
      @Override
      public void close() throws IOException {
        super.close();
        open.remove(name);
      }
    };
  }

  @Override
  public OutputStream create(String name) throws IOException {
    return store.create(name);
  }

  @Override
  public void delete(Collection<String> names) throws IOException {
    store.delete(names);
  }

  @Override
  public String address(String name) {
    return store.address(name);
  }
}
