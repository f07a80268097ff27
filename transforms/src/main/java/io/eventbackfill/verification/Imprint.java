package io.eventbackfill.verification;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is left of an event for comparing it: a few hundred bytes, however large the event is.
 *
 * @param identity what makes it the same event; its beginning, for people
 * @param type what the user did; its beginning
 * @param millis when it happened, in milliseconds since 1970 UTC
 * @param uploadedMicros when the vendor received it, in microseconds since 1970 UTC; 0 where
 *     unknown
 * @param copy what tells stored copies of one event apart; empty where there is nothing
 * @param origin where its row stands
 * @param fields its content: of each field the value's normal form as JSON where that is short, a
 *     hash of it behind {@code #} where it is not, or {@link #ANYTHING}
 */
public record Imprint(
    String identity,
    String type,
    long millis,
    long uploadedMicros,
    String copy,
    String origin,
    SortedMap<String, String> fields) {

  /** Stands for a value that the vendor makes something of its own of. */
  public static final String ANYTHING = "~";

  /** Begins what stands for a value that is too long; no JSON does. */
  static final char HASH = '#';

  /** Checks and copies. */
  public Imprint {
    checkArgument(
        identity.length() <= Imprinter.MOST_TEXT && type.length() <= Imprinter.MOST_TEXT,
        "not cut");
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
  }
}
