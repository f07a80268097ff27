package io.eventbackfill.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/** Every vendor, and every way in which it misbehaves. */
final class FaultMatrix {
  private FaultMatrix() {}

  /** All rows by vendor; the first of each is without a fault. */
  static List<List<FaultRow>> byVendor() {
    return List.of(
        joined(AmplitudeVendor.DOCUMENTED, AmplitudeFaults.rows()),
        joined(PostHogVendor.V0, PostHogFaults.rowsOfV0()),
        joined(PostHogVendor.V1, PostHogFaults.rowsOfV1()));
  }

  /** All rows. */
  static List<FaultRow> rows() {
    return byVendor().stream().flatMap(List::stream).toList();
  }

  private static List<FaultRow> joined(EmulatedVendor vendor, List<FaultRow> own) {
    return Stream.concat(CommonFaults.rows(vendor).stream(), own.stream()).toList();
  }
}
