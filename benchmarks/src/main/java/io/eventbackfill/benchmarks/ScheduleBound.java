package io.eventbackfill.benchmarks;

import io.eventbackfill.pacing.PacingLimits;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The shortest time in which a workload can be moved at constant rates, limit by limit. A limit is
 * an average over {@link PacingLimits#WINDOW}, all of which may be spent at once: a schedule that
 * does so ends up to one window before its bound.
 *
 * @param events the project's rate of events needs so long
 * @param requests its rate of requests, if each is full
 * @param device the device with the most events
 * @param user the user with the most events
 */
public record ScheduleBound(Duration events, Duration requests, Duration device, Duration user) {

  /**
   * The bound of a workload.
   *
   * @param perRequest events in one request, at the most
   */
  public static ScheduleBound of(Workload workload, PacingLimits limits, int perRequest) {
    return of(
        workload.size(),
        new Busiest(most(workload.byDevice().values()), most(workload.byUser().values())),
        limits,
        perRequest);
  }

  /**
   * The bound of so many events.
   *
   * @param perRequest events in one request, at the most
   */
  public static ScheduleBound of(
      long events, Busiest busiest, PacingLimits limits, int perRequest) {
    long requests = (events + perRequest - 1) / perRequest;
    double actor = limits.eventsPerSecondPerActor();
    return new ScheduleBound(
        seconds(events, limits.eventsPerSecond()),
        seconds(requests, limits.requestsPerSecond()),
        seconds(busiest.device(), actor),
        seconds(busiest.user(), actor));
  }

  /**
   * The most events of one.
   *
   * @param device of one device
   * @param user of one user
   */
  public record Busiest(long device, long user) {}

  /** The longest of the four. */
  public Duration total() {
    return List.of(events, requests, device, user).stream()
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** The name of the limit that decides. */
  public String decidedBy() {
    Duration total = total();
    if (total.equals(events)) {
      return "project";
    } else if (total.equals(device)) {
      return "device";
    }
    return total.equals(user) ? "user" : "requests";
  }

  private static long most(Collection<Integer> counts) {
    return counts.stream().mapToLong(Integer::longValue).max().orElse(0);
  }

  /** Rounded up to the millisecond: a bound may be low, never high by more than that. */
  private static Duration seconds(long count, double rate) {
    return Duration.ofMillis((long) Math.ceil(count * 1000 / rate));
  }
}
