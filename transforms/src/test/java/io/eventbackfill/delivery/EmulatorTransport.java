package io.eventbackfill.delivery;

import io.eventbackfill.delivery.HttpReply.Answered;
import io.eventbackfill.delivery.HttpReply.Failed;
import io.eventbackfill.emulators.Connection;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.HttpAnswer;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.model.Bytes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Hands requests to an emulator in this process; delays pass in virtual time. */
final class EmulatorTransport implements HttpTransport {
  private final AmplitudeEmulator emulator;
  private final Duration timeout;

  EmulatorTransport(AmplitudeEmulator emulator, Duration timeout) {
    this.emulator = emulator;
    this.timeout = timeout;
  }

  @Override
  public HttpReply send(HttpRequestSpec spec) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    EmulatorRequest request = EmulatorRequest.post(spec.uri().getPath(), spec.body().array());
    for (Map.Entry<String, String> header : spec.headers().entrySet()) {
      request = request.withHeader(header.getKey(), header.getValue());
    }
    HttpAnswer answer = emulator.handle(request);
    Duration takes = answer.delivery().delay().plus(answer.delivery().drip());
    if (takes.compareTo(timeout) > 0) {
      emulator.clock().advance(timeout);
      return new Failed("timeout", "no answer within " + timeout);
    }
    emulator.clock().advance(takes);
    if (answer.connection() != Connection.COMPLETE) {
      return new Failed("connection-lost", answer.connection() + " by the emulator");
    }
    Optional<String> retryAfter = Optional.ofNullable(answer.headers().get("Retry-After"));
    return new Answered(answer.status(), retryAfter, Bytes.of(answer.body()));
  }

  @Override
  public void close() {}
}
