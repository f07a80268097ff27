package io.eventbackfill.emulators;

/** What an id in a fault trigger identifies. */
public enum FaultKey {
  DEVICE,
  USER,
  INSERT
}
