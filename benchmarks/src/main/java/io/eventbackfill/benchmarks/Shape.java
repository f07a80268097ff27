package io.eventbackfill.benchmarks;

import java.util.Locale;

/** How events are spread over devices. */
public enum Shape {
  /** 1,000 devices, all alike. */
  UNIFORM,
  /** 10,000 devices, the n-th with 1/n of the first one's events. */
  ZIPF,
  /** One device with a fifth of all events, and 1,000 others. */
  HOT;

  /** The devices. */
  public Population population() {
    return switch (this) {
      case UNIFORM -> Population.uniform(1000);
      case ZIPF -> Population.zipf(10_000, 1.0);
      case HOT -> Population.hotDevice(0.2, 1000);
    };
  }

  /** The name in tables and on command lines. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
