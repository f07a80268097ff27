package io.eventbackfill.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasonTest {

  /** Codes are an interface: this list changes only together with the documentation. */
  @Test
  void theSetIsClosed() {
    assertThat(
        codes(Disposition.REJECTED),
        contains(
            "invalid-json",
            "invalid-utf8",
            "line-too-long",
            "invalid-row",
            "truncated-file",
            "unreadable-file",
            "missing-event-type",
            "missing-time",
            "missing-id",
            "invalid-field",
            "too-deep",
            "too-large",
            "invalid-id-length",
            "reused-identity",
            "not-an-event",
            "refused",
            "forbidden",
            "silenced",
            "live-event"));
    assertThat(codes(Disposition.ACCEPTED), contains("delivered"));
    assertThat(
        codes(Disposition.DEFERRED),
        contains("daily-quota", "gave-up", "stopped", "too-young", "in-doubt"));
    assertThat(
        codes(Disposition.SKIPPED),
        contains(
            "blank-line",
            "duplicate",
            "already-delivered",
            "left-in-doubt",
            "derived-event",
            "filtered",
            "merged-id-row",
            "other-project",
            "outside-range",
            "excluded-event",
            "not-linked",
            "not-profiled"));
  }

  @Test
  void dispositionsHaveTheirNamesInReports() {
    assertThat(
        Arrays.stream(Disposition.values()).map(Disposition::code).toList(),
        contains("accepted", "rejected", "deferred", "skipped"));
  }

  private static List<String> codes(Disposition disposition) {
    return Arrays.stream(Reason.values())
        .filter(reason -> reason.disposition() == disposition)
        .map(Reason::code)
        .toList();
  }
}
