package io.eventbackfill.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store in memory, whose disk can be full. */
public final class MemoryStore implements Store {
  private static final long serialVersionUID = 1L;

  private final ConcurrentNavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private volatile @Nullable String full;
  private final AtomicInteger written = new AtomicInteger();

  /** From now on nothing can be written, for this reason; null ends it. */
  public void failWrites(@Nullable String reason) {
    full = reason;
  }

  /** How many objects were written. */
  public int written() {
    return written.get();
  }

  @Override
  public List<Item> list(String folder) {
    return objects.entrySet().stream()
        .filter(object -> object.getKey().startsWith(folder))
        .map(object -> new Item(object.getKey(), object.getValue().length))
        .toList();
  }

  @Override
  public InputStream open(String name) throws IOException {
    byte[] content = objects.get(name);
    if (content == null) {
      throw new FileNotFoundException(name);
    }
    return new ByteArrayInputStream(content);
  }

  @Override
  public OutputStream create(String name) throws IOException {
    if (full != null) {
      throw new IOException(full);
    }
    return new ByteArrayOutputStream() {
      @Override
      public void close() {
        objects.put(name, toByteArray());
        written.incrementAndGet();
      }
    };
  }

  @Override
  public void delete(Collection<String> names) {
    objects.keySet().removeAll(names);
  }

  @Override
  public String address(String name) {
    return "memory:/" + name;
  }
}
