package io.eventbackfill.planning;

import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.SetAside;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * What the events of an input are: when, of which types, of how many devices and users. Counted as
 * rows are read, so copies of an event count, too, and so do events that a quota will defer.
 *
 * <p>Takes parts in any order and grouping, to the same result and the same bytes, in bounded
 * memory: the {@value #MOST_TYPES} types whose names come first are told apart (as many as
 * Amplitude has in a project), the {@value #MOST_DAYS} earliest days, and up to {@value #EXACT_IDS}
 * devices and users each are counted exactly. Mutable and not thread-safe.
 */
public final class Census implements Serializable {
  private static final long serialVersionUID = 1L;

  public static final int MOST_TYPES = 2_000;

  /** A hundred years of them. */
  public static final int MOST_DAYS = 36_525;

  public static final int EXACT_IDS = 32_768;

  private static final Duration YOUNG = Duration.ofDays(30);
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final Instant now;
  private final Shares<Long> days = new Shares<>(MOST_DAYS);
  private final Shares<String> types = new Shares<>(MOST_TYPES);
  private final DistinctIds devices;
  private final DistinctIds users;
  private final Examples skipped = new Examples();
  private Totals totals = Totals.NONE;

  /**
   * What only adds up.
   *
   * @param events all of them, with the first and the last time
   * @param young events of the last 30 days
   * @param future events later than now; none of them young
   * @param withUserProperties events that carry at least one user property
   * @param billed events that the destination would count toward its bill, if it took each
   */
  public record Totals(Share events, long young, long future, long withUserProperties, long billed)
      implements Serializable {
    static final Totals NONE = new Totals(Share.NONE, 0, 0, 0, 0);

    Totals plus(Totals other) {
      return new Totals(
          events.plus(other.events),
          young + other.young,
          future + other.future,
          withUserProperties + other.withUserProperties,
          billed + other.billed);
    }
  }

  private Census(Instant now, DistinctIds devices, DistinctIds users) {
    this.now = now;
    this.devices = devices;
    this.users = users;
  }

  /**
   * A census of nothing yet.
   *
   * @param now what counts as now; the same for all parts
   */
  public static Census at(Instant now) {
    return new Census(now, DistinctIds.exactUpTo(EXACT_IDS), DistinctIds.exactUpTo(EXACT_IDS));
  }

  /**
   * Counts an event.
   *
   * @param billed whether the destination counts such an event toward its bill
   */
  public void add(Event event, boolean billed) {
    long millis = event.time().millis();
    Share one = Share.of(millis);
    boolean future = millis > now.toEpochMilli();
    boolean young = !future && millis > now.minus(YOUNG).toEpochMilli();
    JsonValue properties = event.attributes().get(Attributes.USER_PROPERTIES);
    boolean withProperties = properties != null && !properties.members().isEmpty();
    totals = totals.plus(new Totals(one, is(young), is(future), is(withProperties), is(billed)));
    days.add(Math.floorDiv(millis, DAY), one);
    types.add(Excerpt.wellFormed(event.type()), one);
    count(event.who());
  }

  private void count(Who who) {
    String device = who.device();
    String user = who.user();
    if (device != null) {
      devices.add(device);
    }
    if (user != null) {
      users.add(user);
    }
  }

  /** Takes note of a row that was skipped, as an example. */
  public void addSkipped(SetAside row) {
    skipped.add(row);
  }

  /**
   * Adds all of another, which stays as it is.
   *
   * @throws IllegalArgumentException if that one was taken at another time
   */
  public void merge(Census other) {
    if (!now.equals(other.now)) {
      throw new IllegalArgumentException("a census at " + now + " and one at " + other.now);
    }
    totals = totals.plus(other.totals);
    days.merge(other.days);
    types.merge(other.types);
    devices.merge(other.devices);
    users.merge(other.users);
    skipped.merge(other.skipped);
  }

  /** Adds what was counted elsewhere. */
  public void addTotals(Totals more) {
    totals = totals.plus(more);
  }

  /** True if nothing was counted. */
  public boolean isEmpty() {
    return totals.events().count() == 0 && skipped.isEmpty();
  }

  /** What counts as now. */
  public Instant now() {
    return now;
  }

  public Totals totals() {
    return totals;
  }

  /** Events by day, in days since 1970 UTC. */
  public Shares<Long> days() {
    return days;
  }

  /** Events by type. */
  public Shares<String> types() {
    return types;
  }

  /** The devices that events are of. */
  public DistinctIds devices() {
    return devices;
  }

  /** The users that events are of. */
  public DistinctIds users() {
    return users;
  }

  /** Rows that were skipped when they were read, a few of each reason. */
  public Examples skipped() {
    return skipped;
  }

  private static long is(boolean condition) {
    return condition ? 1 : 0;
  }
}
