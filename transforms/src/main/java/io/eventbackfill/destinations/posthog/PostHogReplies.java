package io.eventbackfill.destinations.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.delivery.HttpReply;
import io.eventbackfill.delivery.HttpReply.Answered;
import io.eventbackfill.delivery.HttpReply.Failed;
import io.eventbackfill.delivery.Probed;
import io.eventbackfill.delivery.Probed.Finding;
import io.eventbackfill.delivery.Redactor;
import io.eventbackfill.delivery.Reply;
import io.eventbackfill.delivery.Verdict;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What the answers of the Capture API mean. {@code /batch/} takes or refuses a request as a whole
 * and names no event; of an error some events may be stored all the same, so that what is sent
 * again has to be the same events.
 */
final class PostHogReplies {
  /** Where no {@code Retry-After} says it; there is no published number. */
  private static final Duration THROTTLED = Duration.ofSeconds(10);

  private final URI uri;
  private final PostHogForm form;
  private final Redactor redactor;

  PostHogReplies(URI uri, PostHogForm form, Redactor redactor) {
    this.uri = uri;
    this.form = form;
    this.redactor = redactor;
  }

  Reply explain(List<QueuedEvent> batch, HttpReply reply) {
    int events = batch.size();
    if (reply instanceof Failed failed) {
      return Reply.all(
          events, Verdict.unknown(failed.kind() + ": " + redactor.redact(failed.detail())));
    }
    PostHogAnswer answer = PostHogAnswer.read((Answered) reply, redactor);
    if (answer.status() == 200) {
      return form == PostHogForm.V1
          ? new PostHogResults(uri, redactor).explain(batch, answer)
          : Reply.all(events, confirmed(answer));
    }
    return Reply.all(events, verdict(answer));
  }

  /** Capture API v0: the docs show a 1 where the code writes a word; neither is taken strictly. */
  private Verdict confirmed(PostHogAnswer answer) {
    JsonNode body = answer.body();
    if (!body.path("quota_limited").isMissingNode() && !body.path("quota_limited").isEmpty()) {
      return Verdict.stopJob(
          "%s is over its quota and drops what it takes: %s".formatted(uri, answer.said()));
    }
    String status = body.path("status").asText("Ok");
    boolean good = status.equalsIgnoreCase("ok") || status.equals("1");
    return body.isObject() && good
        ? Verdict.accept()
        : Verdict.unknown(answer.said() + " (no readable confirmation)");
  }

  private Verdict verdict(PostHogAnswer answer) {
    String said = answer.said();
    return switch (answer.status()) {
      case 400 -> Verdict.split(Reason.REFUSED, said);
      case 401 ->
          Verdict.stopJob(
              "%s does not take this project token; tokens are valid in one region only: %s"
                  .formatted(uri, said));
      // On no list of PostHog's: a proxy or a firewall in front of it.
      case 403 -> Verdict.split(Reason.FORBIDDEN, said);
      case 404 -> Verdict.stopJob(uri + " is not there" + otherApi() + ": " + said);
      case 413 -> Verdict.split(Reason.TOO_LARGE, said);
      case 429 ->
          isOverQuota(answer)
              ? Verdict.stopJob("%s is over its quota: %s".formatted(uri, said))
              : Verdict.pause(THROTTLED, said);
      case 503 -> Verdict.pause(THROTTLED, said);
      default ->
          answer.status() == 408 || answer.status() >= 500 || isOtherSuccess(answer)
              ? Verdict.unknown(said)
              : Verdict.stopJob("unexpected answer from " + uri + ": " + said);
    };
  }

  private static boolean isOtherSuccess(PostHogAnswer answer) {
    return answer.status() >= 200 && answer.status() < 300;
  }

  /** Capture API v1 calls it so; builds of v0 that say it at all may use other words around it. */
  private static boolean isOverQuota(PostHogAnswer answer) {
    return answer.mentions("billing_limit") || answer.mentions("billing limit");
  }

  private String otherApi() {
    return form == PostHogForm.V1 ? " (--captureMode=v0 or auto uses the API that is)" : "";
  }

  /**
   * What the answer to a request without events tells: that somebody answers who knows the Capture
   * API. It refuses such a request with 400, and takes tokens that no project has with 200.
   */
  Probed explainProbe(HttpReply reply) {
    if (reply instanceof Failed failed) {
      return new Probed(
          Finding.NO_ANSWER,
          "%s does not answer: %s: %s"
              .formatted(uri, failed.kind(), redactor.redact(failed.detail())));
    }
    PostHogAnswer answer = PostHogAnswer.read((Answered) reply, redactor);
    int status = answer.status();
    String said = answer.said();
    if (status == 400 || (status == 200 && answer.body().isObject())) {
      return new Probed(
          Finding.UNPROVEN,
          uri
              + " answers, and the token has the form of one; PostHog answers 200 to tokens that no"
              + " project has, too, so only a stored event shows more: see --personalApiKey");
    }
    if (status == 401) {
      return new Probed(
          Finding.UNKNOWN_KEY, "%s does not take this project token: %s".formatted(uri, said));
    }
    return status > 400 && status < 500 && status != 408 && status != 429
        ? new Probed(Finding.REFUSED, "%s answers, and refuses: %s".formatted(uri, said))
        : new Probed(Finding.NO_ANSWER, "%s does not answer usefully: %s".formatted(uri, said));
  }
}
