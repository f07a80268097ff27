package io.eventbackfill.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What any vendor behind HTTP does, and what stands between it and us. */
final class CommonFaults {
  /** The row whose answers come too late, which a socket may wait for. */
  static final String LATE = "10% delay beyond the timeout";

  private CommonFaults() {}

  /** The same rows for each vendor; the first is without a fault. */
  static List<FaultRow> rows(EmulatedVendor vendor) {
    List<FaultRow> rows = new ArrayList<>();
    rows.add(new FaultRow(vendor, "no fault", "").within(w -> vendor.limits()));
    rows.add(new FaultRow(vendor, "10% 500", "10%: 500"));
    rows.add(new FaultRow(vendor, "10% stored, then cut", "10%: store-then-drop"));
    rows.add(new FaultRow(vendor, "10% stored, then 500", "10%: store-then-500"));
    rows.add(new FaultRow(vendor, "503 for 25 s", "3-: 503 for 25s"));
    rows.add(new FaultRow(vendor, "10% 502 in HTML", "10%: 502-html"));
    rows.add(new FaultRow(vendor, "10% 200 with half a body", "10%: half-json"));
    rows.add(new FaultRow(vendor, LATE, "10%: delay 90s"));
    rows.add(new FaultRow(vendor, "20 ms slower", "*: delay 20ms"));
    rows.add(new FaultRow(vendor, "500 ms slower", "*: delay 500ms"));
    rows.add(
        new FaultRow(vendor, "413 over 500 kB", "*: 413 over 500000 bytes")
            .loaded(w -> w.withBytes(8 * w.bytes()).withSize(w.size() / 8)));
    rows.add(new FaultRow(vendor, "413 over 60 kB", "*: 413 over 60000 bytes"));
    rows.add(new FaultRow(vendor, "10% 429 naming nobody", "10%: 429-without-lists"));
    rows.add(new FaultRow(vendor, "10% 429 in HTML", "10%: 429-html"));
    String throttled = "10%: 429-without-lists + ";
    rows.add(new FaultRow(vendor, "10% 429, Retry-After 90", throttled + "retry-after 90s"));
    rows.add(new FaultRow(vendor, "10% 429, Retry-After date", throttled + "retry-after-date 90s"));
    return rows;
  }
}
