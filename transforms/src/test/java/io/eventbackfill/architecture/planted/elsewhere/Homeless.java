package io.eventbackfill.architecture.planted.elsewhere;

/** Of a package that has no place among the directions. */
public final class Homeless {
  private Homeless() {}
}
