package io.eventbackfill.benchmarks;

import io.eventbackfill.emulators.EmulatedService;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.LoggedRequest;
import io.eventbackfill.model.QueuedEvent;
import java.net.URI;
import java.util.List;

/** What stands in for a vendor during one run. Thread-safe. */
interface StandIn extends AutoCloseable {
  EmulatorClock clock();

  /** What a socket would be connected to. */
  EmulatedService service();

  /** Where it listens. */
  URI endpoint();

  /** Makes this go wrong from now on, and nothing else. */
  void misbehave(FaultScript script);

  /** From now on nothing goes wrong, and nothing is set in a special way. */
  void asDocumented();

  /** Ingestion requests in the order in which they were processed. */
  List<LoggedRequest> requests();

  /** What it has seen and kept so far. */
  Seen seen();

  /** What a given event is to be known by, once stored. */
  Seen.Key key(QueuedEvent event);

  @Override
  void close();
}
