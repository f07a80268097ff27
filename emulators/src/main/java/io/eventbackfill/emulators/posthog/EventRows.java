package io.eventbackfill.emulators.posthog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The events table: rows that agree in their key replace each other when a merge runs, and not
 * before. (Deduplication, Mechanism)
 */
final class EventRows {

  private final List<StoredEvent> raw = new ArrayList<>();

  void insert(StoredEvent row) {
    raw.add(row);
  }

  int size() {
    return raw.size();
  }

  List<StoredEvent> raw() {
    return List.copyOf(raw);
  }

  List<StoredEvent> merged() {
    Map<StoredEvent.Key, StoredEvent> last = new LinkedHashMap<>();
    raw.forEach(row -> last.put(row.key(), row));
    return List.copyOf(last.values());
  }

  /** The rows themselves, to tamper with. */
  List<StoredEvent> rows() {
    return raw;
  }
}
