package io.eventbackfill.verification;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints of events of one identity, short to write and to read. */
final class Prints {
  static final Imprinter IMPRINTER = new Imprinter(new PlainForm());

  private Prints() {}

  /** An event of this body; single quotes stand for double ones. */
  static Imprint print(String body) {
    return print(body, 0, 0);
  }

  static Imprint print(String body, long millis, long uploadedMillis) {
    return IMPRINTER.of(
        new QueuedEvent(
            "id",
            new EventTime(millis * 1000, null, uploadedMillis * 1000),
            new Who(null, null, null),
            "",
            new Origin("file", null, millis),
            Bytes.of(body.replace('\'', '"'))));
  }

  /** What was found, as {@code missing 1, changed 2}; and the fields that changed. */
  static String words(Verification found) {
    Map<String, Long> counts = new TreeMap<>();
    counts.put("sent", found.all().sent());
    counts.put("stored", found.all().stored());
    for (Difference difference : Difference.values()) {
      counts.put(difference.code(), found.events(difference));
    }
    counts.put("aside", found.setAside());
    counts.put("others", found.notOurs());
    counts.values().removeIf(n -> n == 0);
    String words =
        counts.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    return found.changedFields().isEmpty() ? words : words + " " + found.changedFields().keySet();
  }
}
