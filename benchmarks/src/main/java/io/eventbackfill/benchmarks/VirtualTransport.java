package io.eventbackfill.benchmarks;

import io.eventbackfill.delivery.HttpReply;
import io.eventbackfill.delivery.HttpReply.Answered;
import io.eventbackfill.delivery.HttpReply.Failed;
import io.eventbackfill.delivery.HttpRequestSpec;
import io.eventbackfill.delivery.HttpTransport;
import io.eventbackfill.emulators.Connection;
import io.eventbackfill.emulators.EmulatedService;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.HttpAnswer;
import io.eventbackfill.emulators.Simulation;
import io.eventbackfill.model.Bytes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Hands requests to a stand-in in this process. The way there takes no time, answer and way back
 * do, in virtual time: meanwhile other tasks run, and the request counts as under way.
 */
final class VirtualTransport implements HttpTransport {
  private final StandIn standIn;
  private final Simulation simulation;
  private final Duration roundTrip;
  private final Duration timeout;

  /**
   * A transport; may be shared by tasks.
   *
   * @param roundTrip how long every answer takes, in addition to what a fault adds
   * @param timeout how long an answer may take before it counts as lost
   */
  VirtualTransport(StandIn standIn, Simulation simulation, Duration roundTrip, Duration timeout) {
    this.standIn = standIn;
    this.simulation = simulation;
    this.roundTrip = roundTrip;
    this.timeout = timeout;
  }

  @Override
  public HttpReply send(HttpRequestSpec spec) throws InterruptedException {
    EmulatorRequest request = EmulatorRequest.post(spec.uri().getPath(), spec.body().array());
    for (Map.Entry<String, String> header : spec.headers().entrySet()) {
      request = request.withHeader(header.getKey(), header.getValue());
    }
    EmulatedService service = standIn.service();
    long ticket = service.opened();
    try {
      HttpAnswer answer = service.respond(ticket, request);
      Duration takes = roundTrip.plus(answer.delivery().delay()).plus(answer.delivery().drip());
      boolean late = takes.compareTo(timeout) > 0;
      simulation.sleep(late ? timeout : takes);
      return late ? new Failed("timeout", "no answer within " + timeout) : reply(answer);
    } finally {
      service.closing(ticket);
    }
  }

  private static HttpReply reply(HttpAnswer answer) {
    if (answer.connection() != Connection.COMPLETE) {
      return new Failed("connection-lost", answer.connection() + " by the vendor");
    }
    Optional<String> retryAfter = Optional.ofNullable(answer.headers().get("Retry-After"));
    return new Answered(answer.status(), retryAfter, Bytes.of(answer.body()));
  }

  @Override
  public void close() {}
}
