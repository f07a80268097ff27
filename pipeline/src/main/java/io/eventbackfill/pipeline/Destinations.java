package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Destination;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** The destinations on the class path. */
final class Destinations {
  private Destinations() {}

  /** All of them, by the value of {@code --destination}. */
  static SortedMap<String, Destination.Factory> byName() {
    SortedMap<String, Destination.Factory> found = new TreeMap<>();
    for (Destination.Factory factory : ServiceLoader.load(Destination.Factory.class)) {
      found.put(factory.name(), factory);
    }
    if (found.isEmpty()) {
      throw new IllegalStateException("no destination on the class path; is the jar whole?");
    }
    return found;
  }
}
