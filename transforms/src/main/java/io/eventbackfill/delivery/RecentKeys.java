package io.eventbackfill.delivery;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The storage keys of the last events of a lane. Finds events that the vendor would keep only one
 * of, as far as they are close enough to stand in one request; of those that are further apart, the
 * vendor keeps the later one. Depends on the lane's events and their order alone, so that a lane
 * that is begun anew is found the same. Not thread-safe.
 */
final class RecentKeys {
  /** As many as any vendor takes in a request, and 1.5 MB for each lane at work. */
  private static final int REMEMBERED = 10_000;

  private final Destination destination;
  private final Map<String, HashCode> contents =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, HashCode> eldest) {
          return size() > REMEMBERED;
        }
      };

  RecentKeys(Destination destination) {
    this.destination = destination;
  }

  /**
   * Takes the lane's next event; why it is not to be sent, if it is not: its like was there, or
   * another one of the same key.
   */
  Optional<Reason> take(QueuedEvent event) {
    return destination.storageKey(event).flatMap(key -> repeated(key, event));
  }

  private Optional<Reason> repeated(String key, QueuedEvent event) {
    HashCode content = Hashing.murmur3_128().hashBytes(event.body().array());
    HashCode before = contents.putIfAbsent(key, content);
    if (before == null) {
      return Optional.empty();
    }
    return Optional.of(before.equals(content) ? Reason.DUPLICATE : Reason.REUSED_IDENTITY);
  }
}
