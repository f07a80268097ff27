package io.eventbackfill.architecture.planted.validation;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Asks for time and chance where it must not. */
final class Impatient {
  private Impatient() {}

  static List<Object> times() {
    return List.of(
        System.currentTimeMillis(),
        System.nanoTime(),
        LocalDate.now(ZoneOffset.UTC),
        InstantSource.system(),
        Clock.systemUTC());
  }

  /** A reference is as good as a call. */
  static Supplier<Instant> later() {
    return Instant::now;
  }

  static List<Object> chances() {
    return List.of(
        Math.random(),
        new Random(1),
        ThreadLocalRandom.current(),
        RandomGenerator.getDefault(),
        UUID.randomUUID());
  }

  static void rest() throws InterruptedException {
    Thread.sleep(1);
  }
}
