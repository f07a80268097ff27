package io.eventbackfill.destinations.posthog;

import io.eventbackfill.batching.BatchLimits;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.validation.YoungEvents.Policy;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a command line says of PostHog.
 *
 * @param token the project's
 * @param base where the Capture API is; ends in a slash
 * @param elsewhere the same of the other regions, by name
 * @param capture which version of it
 * @param startedAt when the run was started
 * @param limits of one request
 * @param young what becomes of young events
 * @param keepsSessionEvents whether the marks of a session are events like others
 * @param label finds a load; null for the start of the run
 * @param source the system the events come from, in lower case
 * @param identity what uuids are made of
 * @param persons what becomes of user properties
 * @param sharedDevices whose a device of several users is
 * @param querying how the project is asked what it holds; null if it can't be
 */
record PostHogTerms(
    Secret token,
    URI base,
    TreeMap<String, URI> elsewhere,
    PostHogCapture capture,
    Instant startedAt,
    BatchLimits limits,
    Policy young,
    boolean keepsSessionEvents,
    @Nullable String label,
    String source,
    PostHogIdentity identity,
    PostHogPersonPolicy persons,
    PostHogSharedDevices sharedDevices,
    @Nullable PostHogQuerying querying)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Capture API, {@code historical_migration}: the consumer takes an event for live if it is less
   * than 48 hours old when it comes to it. From then on events only grow older; the hour is for a
   * clock of ours that is ahead of theirs.
   */
  private static final Duration YOUNG = Duration.ofHours(48 + 1);

  /** As the folder of a run is named. */
  private static final DateTimeFormatter RUN =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** An event is young if it is later than this, milliseconds since 1970 UTC. */
  long youngAfterMillis() {
    return startedAt.minus(YOUNG).toEpochMilli();
  }

  /** What stands in each event. */
  PostHogLabels labels() {
    return new PostHogLabels(label == null ? RUN.format(startedAt) : label, source);
  }

  PostHogTerms at(URI other) {
    return with(other, new TreeMap<>(), capture, startedAt);
  }

  PostHogTerms by(PostHogCapture other) {
    return with(base, elsewhere, other, startedAt);
  }

  PostHogTerms asOf(Instant other) {
    return with(base, elsewhere, capture, other);
  }

  private PostHogTerms with(
      URI address, TreeMap<String, URI> others, PostHogCapture version, Instant start) {
    return new PostHogTerms(
        token,
        address,
        others,
        version,
        start,
        limits,
        young,
        keepsSessionEvents,
        label,
        source,
        identity,
        persons,
        sharedDevices,
        querying);
  }
}
