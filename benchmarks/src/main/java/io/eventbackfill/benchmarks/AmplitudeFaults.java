package io.eventbackfill.benchmarks;

import io.eventbackfill.benchmarks.Population.Member;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.emulators.amplitude.IndexMode;
import io.eventbackfill.model.Reason;
import io.eventbackfill.pacing.PacingLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What only Amplitude does: it blames single events, and counts those of each device and user. */
final class AmplitudeFaults {
  private static final String HOT_DEVICE = "hot-device-00000";

  private static final String HOT_DEVICE_429 =
      "{\"code\":429,\"error\":\"Too many requests for some devices and users\","
          + "\"throttled_devices\":{\""
          + HOT_DEVICE
          + "\":1200},\"throttled_users\":{},"
          + "\"throttled_events\":[]}";

  private static final String FIRST_INDEX_429 =
      "{\"code\":429,\"error\":\"Too many requests for some devices and users\","
          + "\"eps_threshold\":1000,\"throttled_devices\":{},\"throttled_users\":{},"
          + "\"throttled_events\":[0]}";

  private AmplitudeFaults() {}

  static List<FaultRow> rows() {
    List<FaultRow> rows = new ArrayList<>();
    rows.addAll(refusedEvents());
    rows.addAll(refusedIds());
    rows.addAll(enforced());
    rows.addAll(known());
    rows.addAll(oddAnswers());
    return rows;
  }

  private static FaultRow row(String name, String script) {
    return new FaultRow(AmplitudeVendor.DOCUMENTED, name, script);
  }

  private static EmulatedVendor set(UnaryOperator<AmplitudeSettings> change) {
    return new AmplitudeVendor(change.apply(AmplitudeSettings.defaults()));
  }

  private static List<FaultRow> refusedEvents() {
    FaultRow pair =
        row("400 naming two events", "")
            .loaded(AmplitudeFaults::withTwoBad)
            .expecting(w -> Expected.exactly(Reason.INVALID_FIELD, 2));
    FaultRow first =
        row("400 naming the first of two", "")
            .loaded(AmplitudeFaults::withTwoBad)
            .emulated(w -> set(s -> s.withIndexMode(IndexMode.FIRST)))
            .expecting(w -> Expected.exactly(Reason.INVALID_FIELD, 2));
    FaultRow none =
        row("400 naming none", "")
            .loaded(w -> w.withPoison(n -> n == w.size() / 2))
            .emulated(w -> set(s -> s.withIndexMode(IndexMode.NONE)))
            .expecting(w -> Expected.exactly(Reason.REFUSED, 1));
    FaultRow poison =
        row("a bad event per thousand", "")
            .loaded(w -> w.withPoison(n -> n % 1000 == 500))
            .expecting(w -> Expected.exactly(Reason.INVALID_FIELD, w.poisoned()));
    FaultRow silenced =
        row("a silenced device", "")
            .emulated(w -> set(s -> s.withSilencedDevices(Set.of(w.member(0).device()))))
            .expecting(w -> Expected.exactly(Reason.SILENCED, ofDevice(w, w.member(0).device())));
    return List.of(pair, first, none, poison, silenced);
  }

  /** Refused by the vendor alone, as its project asks for longer ids than the events have. */
  private static List<FaultRow> refusedIds() {
    FaultRow all =
        row("short ids, all named", "")
            .loaded(w -> w.withPopulation(withShortIds(3)))
            .emulated(w -> set(s -> s.withMinIdLength(8)))
            .expecting(w -> Expected.exactly(Reason.INVALID_ID_LENGTH, withShortId(w)));
    FaultRow first =
        row("short ids, the first named", "")
            .loaded(w -> w.withPopulation(withShortIds(3)))
            .emulated(w -> set(s -> s.withMinIdLength(8).withIndexMode(IndexMode.FIRST)))
            .expecting(w -> Expected.exactly(Reason.INVALID_ID_LENGTH, withShortId(w)));
    FaultRow none =
        row("short ids, none named", "")
            .loaded(w -> w.withPopulation(withShortIds(1)))
            .emulated(w -> set(s -> s.withMinIdLength(8).withIndexMode(IndexMode.NONE)))
            .expecting(w -> Expected.exactly(Reason.REFUSED, withShortId(w)));
    return List.of(all, first, none);
  }

  private static List<FaultRow> enforced() {
    FaultRow user =
        row("20/s per user, one hot", "")
            .loaded(AmplitudeFaults::withHotUser)
            .emulated(w -> set(s -> s.withEpsThreshold(20)));
    FaultRow again =
        row(
                "a 429 per device again and again",
                "device " + HOT_DEVICE + ": 429 times 6 body " + HOT_DEVICE_429)
            .loaded(AmplitudeFaults::withHotDevice);
    FaultRow device =
        row("daily quota hit", "")
            .loaded(AmplitudeFaults::withHotDevice)
            .emulated(w -> set(s -> s.withDailyQuota(w.size() / 10)))
            .expecting(w -> overQuota(w, w.byDevice()));
    FaultRow lanes =
        row("daily quota hit by a user of 50 devices", "")
            .loaded(AmplitudeFaults::withHotUser)
            .emulated(w -> set(s -> s.withDailyQuota(w.size() / 10)))
            .expecting(w -> overQuota(w, w.byUser()));
    return List.of(user, again, device, lanes);
  }

  /** The vendor enforces what the limits are set to: kept to, it has nothing to enforce. */
  private static List<FaultRow> known() {
    FaultRow user =
        row("20/s per user, configured", "")
            .loaded(AmplitudeFaults::withHotUser)
            .emulated(w -> set(s -> s.withEpsThreshold(20)))
            .within(w -> new PacingLimits(1000, 100, 20, 500_000));
    FaultRow quota =
        row("daily quota, configured", "")
            .loaded(AmplitudeFaults::withHotDevice)
            .emulated(w -> set(s -> s.withDailyQuota(w.size() / 10)))
            .within(w -> new PacingLimits(1000, 100, 300, w.size() / 10))
            .expecting(w -> Expected.exactly(Reason.DAILY_QUOTA, surplus(w, w.byDevice())));
    FaultRow project =
        row("project limit, configured", "")
            .emulated(w -> set(s -> s.withProjectEps(rate(w))))
            .within(w -> new PacingLimits(rate(w), 100, 300, 500_000));
    return List.of(user, quota, project);
  }

  private static List<FaultRow> oddAnswers() {
    return List.of(
        row("10% 200 saying 429", "10%: 200-code-429"),
        row("10% 429 naming one index", "10%: 429 body " + FIRST_INDEX_429));
  }

  /** A project's rate at which a run takes 100 s. */
  private static long rate(Workload workload) {
    return workload.size() / 100;
  }

  private static Workload withHotDevice(Workload workload) {
    return workload.withPopulation(Population.hotDevice(0.2, 1000));
  }

  private static Workload withHotUser(Workload workload) {
    return workload.withPopulation(Population.hotUser(0.5, 50, 1000));
  }

  private static Population withShortIds(int count) {
    Population others = Population.uniform(1000);
    return Population.of(
        Stream.concat(
                IntStream.range(0, count)
                    .mapToObj(n -> new Member("brief-device-" + n, "brief" + n, 1)),
                IntStream.range(0, others.size()).mapToObj(others::member))
            .toList());
  }

  private static long withShortId(Workload workload) {
    return IntStream.range(0, workload.size())
        .filter(n -> workload.member(n).user().startsWith("brief"))
        .count();
  }

  /** Neighbours on one device, so that they share a request if any two do. */
  private static Workload withTwoBad(Workload workload) {
    Set<Integer> bad = Set.copyOf(workload.successive(workload.size() / 4, 2));
    return workload.withPoison(bad::contains);
  }

  private static long ofDevice(Workload workload, String device) {
    return workload.byDevice().getOrDefault(device, 0);
  }

  /** A request over the quota is refused whole, so all events of whoever is over it may be late. */
  private static Expected overQuota(Workload workload, Map<String, Integer> counts) {
    return Expected.between(
        Reason.DAILY_QUOTA,
        surplus(workload, counts),
        sumOfThoseOver(workload, counts, Long::longValue));
  }

  private static long surplus(Workload workload, Map<String, Integer> counts) {
    return sumOfThoseOver(workload, counts, count -> count - workload.size() / 10);
  }

  private static long sumOfThoseOver(
      Workload workload, Map<String, Integer> counts, ToLongFunction<Long> share) {
    return counts.values().stream()
        .map(Integer::longValue)
        .filter(count -> count > workload.size() / 10)
        .mapToLong(share)
        .sum();
  }
}
