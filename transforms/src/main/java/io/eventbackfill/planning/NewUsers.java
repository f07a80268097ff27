package io.eventbackfill.planning;

import java.io.Serializable;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * What a history does to the dates since when the users of a live project are new: vendors take the
 * earliest event for it, so a user who is there already, and has an earlier event in the history,
 * becomes a new user of back then. Each user is to be added once. Mutable and not thread-safe.
 */
public final class NewUsers implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The earliest months are told apart, a hundred years of them. */
  public static final int MOST_MONTHS = 1_200;

  private final Shares<String> months = new Shares<>(MOST_MONTHS);
  private long users;

  /**
   * A user with the first event in each, in milliseconds since 1970 UTC.
   *
   * @param history in the history; {@link Long#MAX_VALUE} if there is none
   * @param live in the live project; {@link Long#MAX_VALUE} if there is none
   */
  public void add(long history, long live) {
    if (live == Long.MAX_VALUE) {
      return;
    }
    users++;
    if (history < live) {
      YearMonth month = YearMonth.from(Instant.ofEpochMilli(history).atOffset(ZoneOffset.UTC));
      months.add(month.toString(), Share.of(history));
    }
  }

  /** Adds those of another, which has no user in common with this one, and stays as it is. */
  public void merge(NewUsers other) {
    users += other.users;
    months.merge(other.months);
  }

  /** Takes up users that were counted elsewhere. */
  public void addUsers(long more) {
    users += more;
  }

  /** Users of the live project. */
  public long users() {
    return users;
  }

  /** Those who become new earlier than they are now. */
  public long moved() {
    return months.others().count() + months.kept().values().stream().mapToLong(Share::count).sum();
  }

  /** Those who become new earlier, by the month (as 2024-03, UTC) in which they do then. */
  public Shares<String> months() {
    return months;
  }
}
