package io.eventbackfill.destinations.posthog;

/** What an event's uuid is made of, where the source knows it by two names. */
enum PostHogIdentity {
  /** The source's uuid of the stored event; else as {@link #INSERT_ID}. */
  UUID,
  /** The id its client gave it: the only one that an app's own logs know, too. */
  INSERT_ID
}
