package io.eventbackfill.emulators.amplitude;

import java.util.List;
import java.util.Map;

/**
 * What is wrong with the rates of a request, in the terms of a 429: maps from id to current rate
 * (events per second, whole) or to the count of the last 24 hours.
 */
record Throttle(long threshold, Overruns rate, Overruns quota, List<Integer> events) {

  /** Ids over a limit and their values. */
  record Overruns(Map<String, Long> devices, Map<String, Long> users) {

    boolean any() {
      return !devices.isEmpty() || !users.isEmpty();
    }
  }

  Map<String, Long> devices() {
    return rate.devices();
  }

  Map<String, Long> users() {
    return rate.users();
  }

  Map<String, Long> quotaDevices() {
    return quota.devices();
  }

  Map<String, Long> quotaUsers() {
    return quota.users();
  }

  boolean any() {
    return rate.any() || quota.any();
  }
}
