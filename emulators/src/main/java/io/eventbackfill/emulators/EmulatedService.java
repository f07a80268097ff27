package io.eventbackfill.emulators;

/**
 * What a {@link EmulatorServer} puts on a socket. For each request the three methods are called in
 * the order in which they stand here; different requests may overlap.
 */
public interface EmulatedService {

  /** A request's head has arrived. The ticket names the request in the other two calls. */
  long opened();

  /** Processes a request that has arrived completely. Must not sleep: delays are in the answer. */
  HttpAnswer respond(long ticket, EmulatorRequest request);

  /**
   * The last byte of the answer is about to leave, or the connection about to close. May be called
   * more than once for a ticket; only the first call counts.
   */
  void closing(long ticket);
}
