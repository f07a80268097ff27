package io.eventbackfill.source;

import io.eventbackfill.model.TimeRange;
import java.io.Serializable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a file will be looked at, for formats that can leave the rest unread. It permits and does
 * not demand: a reader may deliver more.
 *
 * @param fields the fields of a row that will be looked at; null if all may be
 * @param timeField the field that alone tells an event's time, wherever it is not null; null if
 *     there is none
 * @param range the times that are wanted: rows whose {@code timeField} is known to lie outside may
 *     be counted instead of being delivered
 */
public record Wanted(@Nullable Set<String> fields, @Nullable String timeField, TimeRange range)
    implements Serializable {
  /** Everything. */
  public static final Wanted ALL = new Wanted(null, null, TimeRange.ALL);

  public Wanted {
    fields = fields == null ? null : Set.copyOf(fields);
  }
}
