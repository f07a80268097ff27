package io.eventbackfill.emulators.posthog;

import io.eventbackfill.emulators.ActiveFaults.Hit;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.Fault;
import io.eventbackfill.emulators.FaultKey;
import io.eventbackfill.emulators.FaultSubject;
import io.eventbackfill.emulators.HttpAnswer;
import io.eventbackfill.emulators.LoggedRequest;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests with events, whichever way in. Reads outside the lock, decides inside. */
final class CaptureEndpoint {

  private final Core core;

  CaptureEndpoint(Core core) {
    this.core = core;
  }

  private record Subject(long number, Submission submission) implements FaultSubject {

    @Override
    public long wireBytes() {
      return submission.wire().bytes();
    }

    @Override
    public boolean contains(FaultKey kind, String id) {
      return submission.contains(kind, id);
    }
  }

  HttpAnswer respond(long ticket, EmulatorRequest request, Front front) {
    PostHogSettings settings = core.settings();
    Submission submission = front.read(request, settings, core.clock().instant());
    Set<String> ids = new HashSet<>();
    ids.add(Traffic.ANY);
    submission.events().forEach(event -> ids.add(event.distinctId()));
    core.inFlight().contains(ticket, ids);
    synchronized (core) {
      return decide(submission, settings, front);
    }
  }

  private HttpAnswer decide(Submission submission, PostHogSettings settings, Front front) {
    World world = core.world();
    Instant now = core.clock().instant();
    long number = world.log().size() + 1L;
    int rowsBefore = world.rows().size();
    world.traffic().arrived(submission, number, now);
    Optional<Hit> hit = core.faults().next(new Subject(number, submission), now);
    Fault fault = hit.map(Hit::fault).orElse(Fault.none());
    HttpAnswer processed = null;
    if (fault.processes()) {
      processed = process(submission, settings, front, number);
    }
    HttpAnswer answer = fault.dress(answer(processed, fault, front), now);
    world.traffic().answered(answer.status());
    LoggedRequest.Arrival arrival =
        new LoggedRequest.Arrival(
            now, submission.wire().path(), submission.events().size(), submission.wire().bytes());
    String error = processed == null || processed.status() < 400 ? "" : processed.text();
    LoggedRequest.Result result =
        new LoggedRequest.Result(
            answer.status(), answer.connection(), world.rows().size() - rowsBefore, error);
    byte[] kept = settings.keepBodies() ? submission.wire().body() : null;
    world.log().add(new LoggedRequest(number, arrival, result, submission.wire().sha256(), kept));
    return answer;
  }

  private HttpAnswer process(
      Submission submission, PostHogSettings settings, Front front, long number) {
    World world = core.world();
    Instant now = core.clock().instant();
    Front.Verdict verdict = front.judge(submission, settings, world, now);
    world.traffic().accepted(verdict.accepted().size(), now);
    Submission.Envelope envelope = submission.envelope();
    Consumer.Batch batch =
        new Consumer.Batch(envelope.token(), envelope.historical(), envelope.sentAt(), number, now);
    Consumer consumer = new Consumer(settings, world, batch);
    verdict.accepted().forEach(consumer::take);
    return verdict.answer();
  }

  private static HttpAnswer answer(@Nullable HttpAnswer processed, Fault fault, Front front) {
    Optional<Fault.Replacement> told = fault.replaces();
    if (told.isPresent()) {
      return FaultAnswers.answer(told.get(), front);
    }
    // A fault that neither processes nor replaces drops the connection: there is no status.
    return processed == null ? HttpAnswer.text(0, "") : processed;
  }
}
