package io.eventbackfill.architecture.planted.model;

import java.util.logging.Logger;

/** Prints, logs in its own way, and complains in general. */
final class Chatty {
  private static final Logger LOG = Logger.getLogger("chatty");

  private Chatty() {}

  static void say(String what) {
    System.out.println(what);
    LOG.info(what);
  }

  static void complain(String what) {
    if (!what.isEmpty()) {
      throw new RuntimeException(what);
    }
  }

  static void complainMore(String what) throws Exception {
    if (!what.isEmpty()) {
      throw new Exception(what);
    }
  }
}
