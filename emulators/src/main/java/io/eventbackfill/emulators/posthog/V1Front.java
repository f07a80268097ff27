package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.ExactJson;
import io.eventbackfill.emulators.HttpAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code POST /i/v1/analytics/events}: says of each event what became of it. A retry asks for that
 * event alone, and a uuid that the results leave out is unknown. (Capture v1)
 */
final class V1Front implements Front {

  @Override
  public Submission read(EmulatorRequest request, PostHogSettings settings, Instant now) {
    return V1Reader.read(request, settings);
  }

  @Override
  public HttpAnswer refusal(int status) {
    return status == 200 ? HttpAnswer.json(200, results(ExactJson.object())) : V1Errors.of(status);
  }

  @Override
  public HttpAnswer overQuota() {
    return V1Errors.of(429, "billing_limit_exceeded");
  }

  @Override
  public Verdict judge(Submission submission, PostHogSettings settings, World world, Instant now) {
    Optional<HttpAnswer> refusal = commonRefusal(submission, settings, world, now);
    if (refusal.isPresent()) {
      return Verdict.refused(refusal.get());
    }
    if (Front.overQuota(settings, world)) {
      return Verdict.refused(overQuota());
    }
    ObjectNode results = ExactJson.object();
    List<CapturedEvent> accepted = new ArrayList<>();
    boolean retry = false;
    for (int i = 0; i < submission.events().size(); i++) {
      CapturedEvent event = submission.events().get(i);
      String flaw = flaw(event, settings);
      if (!flaw.isEmpty()) {
        put(results, event, "drop", flaw);
      } else if (putsOff(event, i, settings, world)) {
        put(results, event, "retry", "not_persisted");
        retry = true;
      } else if (leavesOut(event, settings, world)) {
        if (settings.v1OmittedStored()) {
          accepted.add(event);
        }
      } else {
        boolean warned = event.marks().personless();
        put(results, event, warned ? "warning" : "ok", warned ? "person_processing_disabled" : "");
        accepted.add(event);
      }
    }
    HttpAnswer answer = HttpAnswer.json(200, results(results));
    return new Verdict(retry ? answer.withHeader("Retry-After", "1") : answer, accepted);
  }

  private static String flaw(CapturedEvent event, PostHogSettings settings) {
    if (!event.marks().flaw().isEmpty()) {
      return event.marks().flaw();
    }
    if (settings.restrictedEvents().contains(event.event())) {
      return "event_restriction_drop";
    }
    return event.bytes() > settings.maxMessageBytes() ? "event_too_big" : "";
  }

  private static boolean putsOff(
      CapturedEvent event, int index, PostHogSettings settings, World world) {
    long every = settings.v1RetryEvery();
    boolean named = settings.v1RetryEvents().contains(event.event());
    boolean counted = every > 0 && (index + 1) % every == 0;
    return (named || counted) && world.putOff(event.uuid()) <= settings.v1RetryTimes();
  }

  private static boolean leavesOut(CapturedEvent event, PostHogSettings settings, World world) {
    return settings.v1OmitEvents().contains(event.event()) && world.leftOut(event.uuid());
  }

  private static void put(ObjectNode results, CapturedEvent event, String result, String details) {
    ObjectNode entry = results.putObject(event.uuid().toString());
    entry.put("result", result);
    if (!details.isEmpty()) {
      entry.put("details", details);
    }
  }

  private static ObjectNode results(ObjectNode results) {
    ObjectNode body = ExactJson.object();
    body.set("results", results);
    return body;
  }
}
