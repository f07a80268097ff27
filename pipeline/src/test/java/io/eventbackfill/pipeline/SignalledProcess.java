package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.StopRequest;
import java.time.Duration;

/** A process that heeds signals; {@link SignalsTest} sends it some. */
final class SignalledProcess {
  static final String READY = "ready";

  /** As an argument: do not end when asked to. */
  static final String STUBBORN = "stubborn";

  private SignalledProcess() {}

  public static void main(String[] args) throws InterruptedException {
    new Signals(System.err, Runtime.getRuntime()::halt).heed();
    System.out.println(READY);
    StopRequest request =
        args.length > 0 && args[0].equals(STUBBORN)
            ? new StopRequest()
            : StopRequest.ofThisProcess();
    boolean raised = request.await(Duration.ofMinutes(1));
    System.exit(raised ? ExitCode.STOPPED_ON_REQUEST.number() : ExitCode.INTERNAL_FAULT.number());
  }
}
