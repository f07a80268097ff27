package io.eventbackfill.pipeline;

import io.eventbackfill.ledger.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;

/** A store whose writes may fail, or take as long as somebody wants. */
final class TroubledStore implements Store {
  private static final long serialVersionUID = 1L;

  /** What befalls a write. */
  interface Trouble {
    void befall() throws IOException;
  }

  private final Store store;
  private transient volatile Trouble trouble = () -> {};

  TroubledStore(Store store) {
    this.store = store;
  }

  void trouble(Trouble now) {
    trouble = now;
  }

  @Override
  public List<Item> list(String folder) throws IOException {
    return store.list(folder);
  }

  @Override
  public InputStream open(String name) throws IOException {
    return store.open(name);
  }

  @Override
  public OutputStream create(String name) throws IOException {
    trouble.befall();
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
