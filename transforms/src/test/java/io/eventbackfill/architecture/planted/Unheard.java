package io.eventbackfill.architecture.planted;

import org.junit.jupiter.api.Test;

/** A test that no build runs, and that sleeps. */
public class Unheard {

  @Test
  void sleeps() throws InterruptedException {
    Thread.sleep(1);
  }
}
