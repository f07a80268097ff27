package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.ExactJson;
import io.eventbackfill.emulators.HttpAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /batch/}: takes or refuses a request as a whole. Errors are plain text, and a 200 is
 * no proof of anything. (Capture v0, Answers)
 */
final class V0Front implements Front {

  private static final String TOO_BIG = "maximum event size exceeded";

  private static final Map<Integer, String> WORDS =
      Map.of(
          400, "failed to parse request: invalid event",
          401, "API key is not valid: unknown",
          408, "timed out reading the request body",
          413, TOO_BIG,
          429, "rate limited",
          500, "internal server error",
          503, "transient error, please retry");

  @Override
  public Submission read(EmulatorRequest request, PostHogSettings settings, Instant now) {
    return V0Reader.read(request, settings, now);
  }

  @Override
  public HttpAnswer refusal(int status) {
    return status == 200
        ? success(SuccessBody.NAME, false)
        : HttpAnswer.text(status, WORDS.getOrDefault(status, "error"));
  }

  @Override
  public HttpAnswer overQuota() {
    // Only in builds that surface it; the others say 200.
    return HttpAnswer.text(429, "billing limit reached");
  }

  @Override
  public Verdict judge(Submission submission, PostHogSettings settings, World world, Instant now) {
    Optional<HttpAnswer> refusal = commonRefusal(submission, settings, world, now);
    if (refusal.isPresent()) {
      return Verdict.refused(refusal.get());
    }
    if (Front.overQuota(settings, world)) {
      submission.events().forEach(event -> world.drop(event, "over_quota"));
      boolean said = settings.quotaMode() == QuotaMode.SAID;
      return Verdict.refused(answered(submission, success(settings.successBody(), said)));
    }
    List<CapturedEvent> fitting = new ArrayList<>();
    List<CapturedEvent> restricted = new ArrayList<>();
    boolean tooBig = false;
    for (CapturedEvent event : submission.events()) {
      if (settings.restrictedEvents().contains(event.event())) {
        restricted.add(event);
      } else if (event.bytes() > settings.maxMessageBytes()) {
        tooBig = true;
      } else {
        fitting.add(event);
      }
    }
    if (tooBig) {
      HttpAnswer answer = HttpAnswer.text((int) settings.oversizeStatus(), TOO_BIG);
      return new Verdict(answer, settings.oversizeKeepsOthers() ? fitting : List.of());
    }
    restricted.forEach(event -> world.drop(event, "event_restriction_drop"));
    HttpAnswer success = success(settings.successBody(), false);
    return new Verdict(answered(submission, success), fitting);
  }

  private static HttpAnswer answered(Submission submission, HttpAnswer success) {
    return submission.envelope().beacon() ? HttpAnswer.text(204, "") : success;
  }

  private static HttpAnswer success(SuccessBody form, boolean limited) {
    ObjectNode body = ExactJson.object();
    if (form == SuccessBody.NAME) {
      body.put("status", "Ok");
    } else {
      body.put("status", 1);
    }
    if (limited) {
      body.putArray("quota_limited").add("events");
    }
    return HttpAnswer.json(200, body);
  }
}
