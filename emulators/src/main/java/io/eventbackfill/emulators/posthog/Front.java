package io.eventbackfill.emulators.posthog;

import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.HttpAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One of the two ways into the capture service. */
interface Front {

  /** Reads a request. Needs no lock: it looks at the request alone. */
  Submission read(EmulatorRequest request, PostHogSettings settings, Instant now);

  /** Takes or refuses it. Runs under the lock that guards the {@link World}. */
  Verdict judge(Submission submission, PostHogSettings settings, World world, Instant now);

  /** The service's own words for a status. */
  HttpAnswer refusal(int status);

  /** Its words for a project over its quota of events. */
  HttpAnswer overQuota();

  /**
   * An answer, and what the consumer gets.
   *
   * @param accepted in the order in which they were sent
   */
  record Verdict(HttpAnswer answer, List<CapturedEvent> accepted) {

    static Verdict refused(HttpAnswer answer) {
      return new Verdict(answer, List.of());
    }
  }

  /** What both ways judge alike: body, token, rate. */
  default Optional<HttpAnswer> commonRefusal(
      Submission submission, PostHogSettings settings, World world, Instant now) {
    HttpAnswer unreadable = submission.refusal();
    if (unreadable != null) {
      return Optional.of(unreadable);
    }
    boolean known = settings.validTokens().containsKey(submission.envelope().token().strip());
    if (!known && settings.tokenMode() == TokenMode.ENFORCE) {
      return Optional.of(refusal(401));
    }
    if (world.traffic().over(settings.eventsPerSecond(), submission.events().size(), now)) {
      HttpAnswer limited = refusal(429);
      long pause = settings.retryAfterSeconds();
      return Optional.of(
          pause == 0 ? limited : limited.withHeader("Retry-After", Long.toString(pause)));
    }
    return Optional.empty();
  }

  /** Whether the project has used up its quota before this request. */
  static boolean overQuota(PostHogSettings settings, World world) {
    return settings.quotaEvents() > 0 && world.traffic().accepted() >= settings.quotaEvents();
  }
}
