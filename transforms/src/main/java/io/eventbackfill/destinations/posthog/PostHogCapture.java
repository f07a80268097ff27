package io.eventbackfill.destinations.posthog;

/** By which of PostHog's two APIs events are sent. */
enum PostHogCapture {
  /** {@code /batch/}, which every PostHog has. */
  V0,
  /** {@code /i/v1/analytics/events}, which answers for each event. */
  V1,
  /** The second if it is there, else the first; until that is found out, the first. */
  AUTO;

  PostHogForm form() {
    return this == V1 ? PostHogForm.V1 : PostHogForm.V0;
  }
}
