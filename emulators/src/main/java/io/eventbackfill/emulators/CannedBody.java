package io.eventbackfill.emulators;

/** Which body goes with a status that a fault sets. Each vendor fills in its own words. */
public enum CannedBody {
  /** The vendor's documented body for that status; a 429 names the ids that the fault is about. */
  DOCUMENTED,
  /** No body at all. */
  EMPTY,
  /** A page such as load balancers and firewalls send. */
  HTML,
  /** The vendor's body without any list of ids or indexes. */
  WITHOUT_LISTS,
  /** A 429 that blames the daily quota instead of the rate. */
  QUOTA,
  /** The documented 429 body, whatever the HTTP status is. */
  CODE_429
}
