package io.eventbackfill.destinations.posthog;

/** What becomes of the user properties that the source last knew of a person. */
enum PostHogPersonPolicy {
  /** They are not sent. */
  NONE,
  /** A person keeps what it has; only what it lacks is filled in. */
  SET_ONCE,
  /** They replace what a person has, also where live traffic knows better. */
  LATEST_AT_END
}
