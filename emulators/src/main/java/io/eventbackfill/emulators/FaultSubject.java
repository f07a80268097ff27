package io.eventbackfill.emulators;

/** What a fault script needs to know of a request. */
public interface FaultSubject {

  /** One for the first request after a start or reset. */
  long number();

  /** Length of the body on the wire. */
  long wireBytes();

  /** Whether an event of the request carries this id. */
  boolean contains(FaultKey kind, String id);
}
