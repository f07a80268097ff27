package io.eventbackfill.benchmarks;

import io.eventbackfill.benchmarks.Population.Member;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.emulators.amplitude.IndexMode;
import io.eventbackfill.model.Reason;
import io.eventbackfill.pacing.PacingLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One way in which a destination misbehaves, and what must become of the events all the same. The
 * same rows hold for any size of workload from about 2,000 events on.
 */
final class FaultRow {
  /** What is kept to unless a row says otherwise: the options' defaults. */
  static final PacingLimits LIMITS = new PacingLimits(1000, 100, 300, 500_000);

  /** The row whose answers come too late, which a socket may wait for. */
  static final String LATE = "10% delay beyond the timeout";

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

  private final String name;
  private final String script;
  private UnaryOperator<Workload> load = workload -> workload;
  private BiFunction<AmplitudeSettings, Workload, AmplitudeSettings> settings =
      (defaults, workload) -> defaults;
  private Function<Workload, Expected> expected = workload -> Expected.allDelivered();
  private Function<Workload, PacingLimits> limits = workload -> LIMITS;
  private boolean unthrottled;

  private FaultRow(String name, String script) {
    this.name = name;
    this.script = script;
  }

  /** All rows; the first is without a fault. */
  static List<FaultRow> matrix() {
    List<FaultRow> rows = new ArrayList<>();
    rows.add(new FaultRow("no fault", "").within(w -> LIMITS));
    rows.addAll(lostAnswers());
    rows.addAll(refusedEvents());
    rows.addAll(refusedIds());
    rows.addAll(limits());
    rows.addAll(knownLimits());
    rows.addAll(oddAnswers());
    return rows;
  }

  private static List<FaultRow> lostAnswers() {
    return List.of(
        new FaultRow("10% 500", "10%: 500"),
        new FaultRow("10% stored, then cut", "10%: store-then-drop"),
        new FaultRow("10% stored, then 500", "10%: store-then-500"),
        new FaultRow("503 for 25 s", "3-: 503 for 25s"),
        new FaultRow("10% 200 with half a body", "10%: half-json"),
        new FaultRow(LATE, "10%: delay 90s"),
        new FaultRow("20 ms slower", "*: delay 20ms"),
        new FaultRow("500 ms slower", "*: delay 500ms"));
  }

  private static List<FaultRow> refusedEvents() {
    FaultRow pair =
        new FaultRow("400 naming two events", "")
            .loaded(FaultRow::withTwoBad)
            .expecting(w -> Expected.exactly(Reason.INVALID_FIELD, 2));
    FaultRow first =
        new FaultRow("400 naming the first of two", "")
            .loaded(FaultRow::withTwoBad)
            .emulated((s, w) -> s.withIndexMode(IndexMode.FIRST))
            .expecting(w -> Expected.exactly(Reason.INVALID_FIELD, 2));
    FaultRow none =
        new FaultRow("400 naming none", "")
            .loaded(w -> w.withPoison(n -> n == w.size() / 2))
            .emulated((s, w) -> s.withIndexMode(IndexMode.NONE))
            .expecting(w -> Expected.exactly(Reason.REFUSED, 1));
    FaultRow poison =
        new FaultRow("a bad event per thousand", "")
            .loaded(w -> w.withPoison(n -> n % 1000 == 500))
            .expecting(w -> Expected.exactly(Reason.INVALID_FIELD, w.poisoned()));
    FaultRow silenced =
        new FaultRow("a silenced device", "")
            .emulated((s, w) -> s.withSilencedDevices(Set.of(w.member(0).device())))
            .expecting(w -> Expected.exactly(Reason.SILENCED, ofDevice(w, w.member(0).device())));
    return List.of(pair, first, none, poison, silenced);
  }

  /** Refused by the vendor alone, as its project asks for longer ids than the events have. */
  private static List<FaultRow> refusedIds() {
    FaultRow all =
        new FaultRow("short ids, all named", "")
            .loaded(w -> w.withPopulation(withShortIds(3)))
            .emulated((s, w) -> s.withMinIdLength(8))
            .expecting(w -> Expected.exactly(Reason.INVALID_ID_LENGTH, withShortId(w)));
    FaultRow first =
        new FaultRow("short ids, the first named", "")
            .loaded(w -> w.withPopulation(withShortIds(3)))
            .emulated((s, w) -> s.withMinIdLength(8).withIndexMode(IndexMode.FIRST))
            .expecting(w -> Expected.exactly(Reason.INVALID_ID_LENGTH, withShortId(w)));
    FaultRow none =
        new FaultRow("short ids, none named", "")
            .loaded(w -> w.withPopulation(withShortIds(1)))
            .emulated((s, w) -> s.withMinIdLength(8).withIndexMode(IndexMode.NONE))
            .expecting(w -> Expected.exactly(Reason.REFUSED, withShortId(w)));
    return List.of(all, first, none);
  }

  private static List<FaultRow> limits() {
    FaultRow large =
        new FaultRow("413 over 500 kB", "*: 413 over 500000 bytes")
            .loaded(w -> w.withBytes(8 * w.bytes()).withSize(w.size() / 8));
    FaultRow user =
        new FaultRow("20/s per user, one hot", "")
            .loaded(FaultRow::withHotUser)
            .emulated((s, w) -> s.withEpsThreshold(20));
    FaultRow again =
        new FaultRow(
                "a 429 per device again and again",
                "device " + HOT_DEVICE + ": 429 times 6 body " + HOT_DEVICE_429)
            .loaded(FaultRow::withHotDevice);
    FaultRow device =
        new FaultRow("daily quota hit", "")
            .loaded(FaultRow::withHotDevice)
            .emulated((s, w) -> s.withDailyQuota(w.size() / 10))
            .expecting(w -> overQuota(w, w.byDevice()));
    FaultRow lanes =
        new FaultRow("daily quota hit by a user of 50 devices", "")
            .loaded(FaultRow::withHotUser)
            .emulated((s, w) -> s.withDailyQuota(w.size() / 10))
            .expecting(w -> overQuota(w, w.byUser()));
    FaultRow small = new FaultRow("413 over 60 kB", "*: 413 over 60000 bytes");
    return List.of(large, small, user, again, device, lanes);
  }

  /** The vendor enforces what the limits are set to: kept to, it has nothing to enforce. */
  private static List<FaultRow> knownLimits() {
    FaultRow user =
        new FaultRow("20/s per user, configured", "")
            .loaded(FaultRow::withHotUser)
            .emulated((s, w) -> s.withEpsThreshold(20))
            .within(w -> new PacingLimits(1000, 100, 20, 500_000));
    FaultRow quota =
        new FaultRow("daily quota, configured", "")
            .loaded(FaultRow::withHotDevice)
            .emulated((s, w) -> s.withDailyQuota(w.size() / 10))
            .within(w -> new PacingLimits(1000, 100, 300, w.size() / 10))
            .expecting(w -> Expected.exactly(Reason.DAILY_QUOTA, surplus(w, w.byDevice())));
    FaultRow project =
        new FaultRow("project limit, configured", "")
            .emulated((s, w) -> s.withProjectEps(rate(w)))
            .within(w -> new PacingLimits(rate(w), 100, 300, 500_000));
    return List.of(user, quota, project);
  }

  private static List<FaultRow> oddAnswers() {
    return List.of(
        new FaultRow("10% 429 naming nobody", "10%: 429-without-lists"),
        new FaultRow("10% 429 in HTML", "10%: 429-html"),
        new FaultRow("10% 200 saying 429", "10%: 200-code-429"),
        new FaultRow("10% 429, Retry-After 90", "10%: 429-without-lists + retry-after 90s"),
        new FaultRow("10% 429, Retry-After date", "10%: 429-without-lists + retry-after-date 90s"),
        new FaultRow("10% 429 naming one index", "10%: 429 body " + FIRST_INDEX_429));
  }

  private FaultRow loaded(UnaryOperator<Workload> change) {
    load = change;
    return this;
  }

  private FaultRow emulated(BiFunction<AmplitudeSettings, Workload, AmplitudeSettings> change) {
    settings = change;
    return this;
  }

  private FaultRow expecting(Function<Workload, Expected> outcome) {
    expected = outcome;
    return this;
  }

  /** Keeps within these instead, and is not throttled once. */
  private FaultRow within(Function<Workload, PacingLimits> own) {
    limits = own;
    unthrottled = true;
    return this;
  }

  String name() {
    return name;
  }

  FaultScript script() {
    return FaultScript.parse(script);
  }

  /** What to send instead of this workload. */
  Workload workload(Workload ordinary) {
    return load.apply(ordinary);
  }

  /**
   * How the emulator is set.
   *
   * @param workload what {@link #workload} gave
   */
  AmplitudeSettings settings(Workload workload) {
    return settings.apply(AmplitudeSettings.defaults(), workload);
  }

  /**
   * What must become of the events.
   *
   * @param workload what {@link #workload} gave
   */
  Expected expected(Workload workload) {
    return expected.apply(workload);
  }

  /**
   * What to keep to.
   *
   * @param workload what {@link #workload} gave
   */
  PacingLimits limits(Workload workload) {
    return limits.apply(workload);
  }

  /** True if keeping to the limits avoids every 429. */
  boolean isUnthrottled() {
    return unthrottled;
  }

  /**
   * What is wrong with a run, in words; empty if nothing is.
   *
   * @param workload what {@link #workload} gave
   * @param ended events by what became of them
   */
  List<String> faults(Workload workload, Map<Reason, Long> ended, Audit audit) {
    List<String> faults = new ArrayList<>(audit.faults());
    faults.addAll(expected(workload).faults(ended, workload.size()));
    faults.addAll(audit.load().above(limits(workload)));
    if (unthrottled && audit.load().throttled() > 0) {
      faults.add(audit.load().throttled() + " answers 429, none expected");
    }
    return faults;
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

  @Override
  public String toString() {
    return name;
  }
}
