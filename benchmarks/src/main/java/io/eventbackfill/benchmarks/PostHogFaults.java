package io.eventbackfill.benchmarks;

import io.eventbackfill.benchmarks.Expected.Range;
import io.eventbackfill.emulators.posthog.PostHogSettings;
import io.eventbackfill.emulators.posthog.QuotaMode;
import io.eventbackfill.model.Reason;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What only PostHog does: it refuses requests whole or answers for each event, and has a quota. */
final class PostHogFaults {
  /** Events of the largest request that any run of the matrix makes. */
  private static final int PER_REQUEST = 1000;

  private PostHogFaults() {}

  /** By {@code /batch/}. */
  static List<FaultRow> rowsOfV0() {
    return List.of(
        poison(PostHogVendor.V0),
        morePoison(PostHogVendor.V0),
        new FaultRow(PostHogVendor.V0, "quota, in silence", "")
            .emulated(w -> halfway(PostHogVendor.V0, w, QuotaMode.SILENT))
            .losing(w -> new Range(Math.max(1, half(w) - PER_REQUEST + 1), half(w))),
        new FaultRow(PostHogVendor.V0, "quota, said", "")
            .emulated(w -> halfway(PostHogVendor.V0, w, QuotaMode.SAID))
            .stopping("over its quota"),
        new FaultRow(PostHogVendor.V0, "quota, 429", "5-: 429-quota").stopping("over its quota"));
  }

  /** By the API that answers for each event. */
  static List<FaultRow> rowsOfV1() {
    return List.of(
        poison(PostHogVendor.V1),
        morePoison(PostHogVendor.V1),
        new FaultRow(PostHogVendor.V1, "quota", "")
            .emulated(w -> halfway(PostHogVendor.V1, w, QuotaMode.SILENT))
            .stopping("over its quota"),
        results("each seventh event to be sent again", s -> s.withV1RetryEvery(7)),
        results(
            "a kind of events to be sent again, 3 times",
            s -> s.withV1RetryEvents(Set.of(Workload.RARE)).withV1RetryTimes(3)),
        results(
            "a kind of events left out, stored", s -> s.withV1OmitEvents(Set.of(Workload.RARE))),
        results(
            "a kind of events left out, not stored",
            s -> s.withV1OmitEvents(Set.of(Workload.RARE)).withV1OmittedStored(false)));
  }

  private static FaultRow poison(PostHogVendor vendor) {
    return new FaultRow(vendor, "a uuid that is none", "")
        .loaded(w -> w.withPoison(n -> n == w.size() / 2))
        .expecting(w -> Expected.exactly(Reason.REFUSED, 1));
  }

  private static FaultRow morePoison(PostHogVendor vendor) {
    return new FaultRow(vendor, "such a uuid per thousand", "")
        .loaded(w -> w.withPoison(n -> n % 1000 == 500))
        .expecting(w -> Expected.exactly(Reason.REFUSED, w.poisoned()));
  }

  private static FaultRow results(String name, UnaryOperator<PostHogSettings> change) {
    PostHogVendor vendor = PostHogVendor.V1;
    return new FaultRow(vendor, name, "")
        .emulated(w -> vendor.with(change.apply(vendor.settings())))
        .puttingOff(w -> w.size() / 7);
  }

  private static EmulatedVendor halfway(PostHogVendor vendor, Workload workload, QuotaMode mode) {
    return vendor.with(
        vendor.settings().withQuotaEvents(workload.size() - half(workload)).withQuotaMode(mode));
  }

  private static int half(Workload workload) {
    return workload.size() / 2;
  }
}
