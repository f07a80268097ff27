package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Destination;
import java.util.List;
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

  /**
   * The one that the options name.
   *
   * @param problems takes a sentence if there is none of this name; the result is another one then
   */
  static Destination.Factory chosen(BackfillOptions options, List<String> problems) {
    SortedMap<String, Destination.Factory> known = byName();
    Destination.Factory factory = known.get(options.getDestination());
    if (factory == null) {
      problems.add(
          "--destination=%s is unknown (%s)"
              .formatted(options.getDestination(), String.join(", ", known.keySet())));
      return known.values().iterator().next();
    }
    return factory;
  }
}
