package io.eventbackfill.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A store for a process that dies after some operations. What it was doing is done by half: the
 * beginning of an object is there, every second name is deleted. Nothing works afterwards.
 */
final class DyingStore implements Store {
  private static final long serialVersionUID = 1L;

  private final Store store;
  private int left;
  private boolean dead;

  DyingStore(Store store, int operations) {
    this.store = store;
    left = operations;
  }

  boolean dead() {
    return dead;
  }

  private boolean dies() throws IOException {
    if (dead) {
      throw new IOException("dead");
    }
    dead = left-- == 0;
    return dead;
  }

  private void live() throws IOException {
    if (dies()) {
      throw new IOException("died");
    }
  }

  @Override
  public List<Item> list(String folder) throws IOException {
    live();
    return store.list(folder);
  }

  @Override
  public InputStream open(String name) throws IOException {
    live();
    return store.open(name);
  }

  @Override
  public OutputStream create(String name) throws IOException {
    live();
    return new ByteArrayOutputStream() {
      @Override
      public void close() throws IOException {
        byte[] content = toByteArray();
        boolean died = dies();
        try (OutputStream out = store.create(name)) {
          out.write(content, 0, died ? content.length / 2 : content.length);
        }
        if (died) {
          throw new IOException("died");
        }
      }
    };
  }

  @Override
  public void delete(Collection<String> names) throws IOException {
    boolean died = dies();
    List<String> all = List.copyOf(names);
    List<String> half = new ArrayList<>();
    for (int i = 1; i < all.size(); i += 2) {
      half.add(all.get(i));
    }
    store.delete(died ? half : all);
    if (died) {
      throw new IOException("died");
    }
  }

  @Override
  public String address(String name) {
    return store.address(name);
  }
}
