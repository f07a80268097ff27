package io.eventbackfill.emulators.amplitude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.ExactJson;
import java.time.Duration;
import java.util.List;

/**
 * Changes what is stored behind the API's back, as a vendor's mishap would: to see whether somebody
 * notices. Each method takes an insert id and touches the first event that has it.
 */
public final class Tampering {
  private final Core core;

  Tampering(Core core) {
    this.core = core;
  }

  /** The event is gone. */
  public void lose(String insertId) {
    replace(insertId, event -> List.of());
  }

  /** The event is there twice; the second copy came a second later. */
  public void copy(String insertId) {
    replace(insertId, event -> List.of(event, event.again(Duration.ofSeconds(1))));
  }

  /**
   * A field of the event is another one.
   *
   * @param field by its name in an upload
   * @param value JSON null takes the field away
   */
  public void change(String insertId, String field, JsonNode value) {
    replace(
        insertId,
        event -> {
          ObjectNode changed = event.uploaded();
          if (value.isNull()) {
            changed.remove(field);
          } else {
            changed.set(field, value);
          }
          return List.of(event.withContent(ExactJson.write(changed)));
        });
  }

  private interface Replacing {
    List<StoredEvent> by(StoredEvent event);
  }

  private void replace(String insertId, Replacing replacing) {
    synchronized (core) {
      List<StoredEvent> stored = core.world().stored();
      for (int i = 0; i < stored.size(); i++) {
        StoredEvent event = stored.get(i);
        if (event.insertId().filter(insertId::equals).isPresent()) {
          stored.remove(i);
          stored.addAll(i, replacing.by(event));
          return;
        }
      }
    }
    throw new IllegalArgumentException("no stored event has the insert id " + insertId);
  }
}
