package io.eventbackfill.emulators.amplitude;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.ActiveFaults.Hit;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.Fault;
import io.eventbackfill.emulators.FaultKey;
import io.eventbackfill.emulators.FaultSubject;
import io.eventbackfill.emulators.HttpAnswer;
import io.eventbackfill.emulators.LoggedRequest;
import io.eventbackfill.emulators.amplitude.RateLimits.Load;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code POST /batch} and {@code POST /2/httpapi}. Reads outside the lock, decides inside. */
final class UploadEndpoint {

  private final Core core;

  UploadEndpoint(Core core) {
    this.core = core;
  }

  private record Subject(long number, Upload upload) implements FaultSubject {

    @Override
    public long wireBytes() {
      return upload.wire().bytes();
    }

    @Override
    public boolean contains(FaultKey kind, String id) {
      return upload.contains(kind, id);
    }
  }

  HttpAnswer respond(long ticket, EmulatorRequest request) {
    AmplitudeSettings settings = core.settings();
    boolean batch = !request.path().equals("/2/httpapi");
    long maxBytes = batch ? settings.maxBytes() : settings.httpApiMaxBytes();
    Upload upload = UploadReader.read(request, settings, maxBytes);
    Load load = Load.of(upload.events());
    core.inFlight().contains(ticket, load.devices().keySet());
    synchronized (core) {
      return decide(upload, load, settings);
    }
  }

  private HttpAnswer decide(Upload upload, Load load, AmplitudeSettings settings) {
    World world = core.world();
    Instant now = core.clock().instant();
    long number = world.log().size() + 1L;
    int storedBefore = world.stored().size();
    world.traffic().arrived(upload, load, now.toEpochMilli());
    Optional<Hit> hit = core.faults().next(new Subject(number, upload), now);
    Fault fault = hit.map(Hit::fault).orElse(Fault.none());
    Reply reply = null;
    if (fault.processes()) {
      IndexMode mode = fault.twist().firstIndexOnly() ? IndexMode.FIRST : settings.indexMode();
      Intake.Context context = new Intake.Context(settings, world, core.random(), now);
      reply = new Ingestion(context).process(upload, load, mode);
      miscount(reply.body(), fault.twist().countOffset());
    }
    HttpAnswer answer = answer(reply, hit, new FaultAnswers(upload, load, settings.epsThreshold()));
    HttpAnswer dressed = fault.dress(answer, now);
    world.traffic().answered(dressed, now.toEpochMilli());
    LoggedRequest.Arrival arrival =
        new LoggedRequest.Arrival(
            now, upload.wire().path(), upload.events().size(), upload.wire().bytes());
    String error = reply == null ? "" : reply.body().path("error").asText();
    LoggedRequest.Result result =
        new LoggedRequest.Result(
            dressed.status(), dressed.connection(), world.stored().size() - storedBefore, error);
    byte[] kept = settings.keepBodies() ? upload.body() : null;
    world.log().add(new LoggedRequest(number, arrival, result, upload.wire().sha256(), kept));
    return dressed;
  }

  private static HttpAnswer answer(@Nullable Reply reply, Optional<Hit> hit, FaultAnswers answers) {
    Optional<Fault.Replacement> told = hit.flatMap(h -> h.fault().replaces());
    if (told.isPresent()) {
      return answers.answer(told.get(), hit.orElseThrow().rule().trigger());
    }
    // A fault that neither processes nor replaces drops the connection: there is no status.
    return reply == null
        ? HttpAnswer.of(0, "application/json", new byte[0])
        : FaultAnswers.json(reply.status(), reply);
  }

  private static void miscount(ObjectNode body, int offset) {
    if (offset != 0 && body.has("events_ingested")) {
      body.put("events_ingested", body.path("events_ingested").intValue() + offset);
    }
  }
}
