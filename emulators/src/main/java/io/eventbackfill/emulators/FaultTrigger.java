package io.eventbackfill.emulators;

/** Which requests a rule of a {@link FaultScript} is about. */
public sealed interface FaultTrigger {

  /** Requests by number, both ends included; the first request after a start or reset is 1. */
  record Numbers(long from, long to) implements FaultTrigger {}

  /** Every request. */
  record Always() implements FaultTrigger {}

  /** A share of the requests, drawn from the seed and the request number: 0.1 is one in ten. */
  record Chance(double share) implements FaultTrigger {}

  /** Requests that contain an event with this device id, user id or insert id. */
  record Key(FaultKey kind, String id) implements FaultTrigger {}

  static FaultTrigger number(long number) {
    return new Numbers(number, number);
  }

  static FaultTrigger numbers(long from, long to) {
    return new Numbers(from, to);
  }

  static FaultTrigger always() {
    return new Always();
  }

  static FaultTrigger chance(double share) {
    return new Chance(share);
  }

  static FaultTrigger device(String id) {
    return new Key(FaultKey.DEVICE, id);
  }

  static FaultTrigger user(String id) {
    return new Key(FaultKey.USER, id);
  }

  static FaultTrigger insertId(String id) {
    return new Key(FaultKey.INSERT, id);
  }
}
