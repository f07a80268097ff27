package io.eventbackfill.destinations.posthog;

/**
 * What becomes of a device that several users have used: PostHog merges it into one at the most.
 */
enum PostHogSharedDevices {
  /** It is the first user's, with all that was done on it before anybody signed in. */
  FIRST,
  /** It is nobody's; a device of one user is that user's. */
  SKIP,
  /** No device is tied to any user. */
  NONE
}
