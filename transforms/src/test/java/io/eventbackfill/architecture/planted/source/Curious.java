package io.eventbackfill.architecture.planted.source;

/** Looks around where it must not. */
final class Curious {
  private Curious() {}

  static String variable() {
    return System.getenv("HOME");
  }

  static String property() {
    return System.getProperty("user.home");
  }
}
