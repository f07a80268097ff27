package io.eventbackfill.benchmarks;

import io.eventbackfill.pacing.PacingLimits;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a stand-in has seen and kept, in words that hold for every vendor.
 *
 * @param stored events as the vendor shows them, in the order in which they came
 * @param load how hard it was pressed
 * @param needlessCopies copies that it had to store and does not show, and that no repeated request
 *     explains
 * @param complaints things that a backfill must not do, of whatever kind
 */
record Seen(List<Kept> stored, Load load, long needlessCopies, long complaints) {
  /**
   * What tells an event from others.
   *
   * @param owner whose events keep their order: a device or a person
   * @param identity what the vendor knows a copy by
   */
  record Key(String owner, String identity) {}

  /**
   * An event as stored.
   *
   * @param millis when it happened, milliseconds since 1970 UTC; -1 where it has no time
   */
  record Kept(Key key, long millis) {}

  /**
   * The most that was ever seen of one thing.
   *
   * @param id whose it was; empty if nothing was seen
   */
  record Most(String id, long count) {}

  /**
   * Counts of arrivals, refused ones included.
   *
   * @param requests ingestion requests
   * @param throttled those answered with status 429
   * @param device most events of one device within any 30 seconds; none where the vendor does not
   *     count them
   * @param user most events of one user within any 30 seconds; the same
   * @param eventsPerSecond most events within any one second
   * @param events events received, each time they were
   * @param underWay most requests with one owner's events under way at once
   */
  record Load(
      long requests,
      long throttled,
      Most device,
      Most user,
      long eventsPerSecond,
      long events,
      Most underWay) {

    /** What was above these limits, in words; empty if nothing was. */
    List<String> above(PacingLimits limits) {
      double most = limits.eventsPerSecondPerActor() * PacingLimits.WINDOW.toSeconds();
      return Stream.of(device, user)
          .filter(peak -> peak.count() > most)
          .map(peak -> "%d events of %s within 30 s".formatted(peak.count(), peak.id()))
          .toList();
    }
  }
}
