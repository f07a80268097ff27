package io.eventbackfill.emulators.amplitude;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The events of one project by what identifies them. Judges by time of arrival, never of event. */
final class Deduplication {

  private static final long DAY = 86_400_000;

  private final Map<Key, StoredEvent> byInsertId = new HashMap<>();
  private final Map<Triple, StoredEvent> byTriple = new HashMap<>();

  private record Key(String device, String insertId) {}

  private record Triple(String device, long eventId, long time) {}

  /**
   * What came before.
   *
   * @param first the last copy that counted as new, however long ago; null if there is none
   * @param duplicate whether the event must be ignored
   */
  record Finding(@Nullable StoredEvent first, boolean duplicate) {}

  Finding find(UploadedEvent event, AmplitudeSettings settings, long now) {
    long window = settings.dedupDays() * DAY;
    StoredEvent same = key(event, settings).map(byInsertId::get).orElse(null);
    if (same != null) {
      return new Finding(same, now - same.receivedMillis() < window);
    }
    StoredEvent twin =
        settings.tripleDedup() ? triple(event).map(byTriple::get).orElse(null) : null;
    boolean duplicate = twin != null && now - twin.receivedMillis() < window;
    return new Finding(null, duplicate);
  }

  void remember(UploadedEvent event, StoredEvent stored, AmplitudeSettings settings) {
    key(event, settings).ifPresent(key -> byInsertId.put(key, stored));
    if (settings.tripleDedup()) {
      triple(event).ifPresent(triple -> byTriple.put(triple, stored));
    }
  }

  private static Optional<Key> key(UploadedEvent event, AmplitudeSettings settings) {
    String insertId = event.labels().insertId();
    if (insertId == null || insertId.isEmpty()) {
      return Optional.empty();
    }
    boolean alone = settings.dedupKey() == DedupKey.INSERT_ONLY;
    return Optional.of(new Key(alone ? "" : event.ids().key(), insertId));
  }

  private static Optional<Triple> triple(UploadedEvent event) {
    Long eventId = event.labels().eventId();
    Long time = event.labels().time();
    return eventId == null || time == null
        ? Optional.empty()
        : Optional.of(new Triple(event.ids().key(), eventId, time));
  }
}
