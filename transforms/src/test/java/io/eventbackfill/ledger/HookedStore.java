package io.eventbackfill.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;

/** A store where something may happen before each step. */
public final class HookedStore implements Store {
  private static final long serialVersionUID = 1L;

  /** What may happen; it may fail, and then the step fails. */
  public interface Hook {
    void before(String step) throws IOException;
  }

  private final Store store;
  private final transient Hook hook;

  public HookedStore(Store store, Hook hook) {
    this.store = store;
    this.hook = hook;
  }

  @Override
  public List<Item> list(String folder) throws IOException {
    hook.before("list");
    return store.list(folder);
  }

  @Override
  public InputStream open(String name) throws IOException {
    hook.before("open");
    return store.open(name);
  }

  @Override
  public OutputStream create(String name) throws IOException {
    hook.before("create");
    return store.create(name);
  }

  @Override
  public void delete(Collection<String> names) throws IOException {
    if (!names.isEmpty()) {
      hook.before("delete");
    }
    store.delete(names);
  }

  @Override
  public String address(String name) {
    return store.address(name);
  }
}
