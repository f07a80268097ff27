package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.Content;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SkippedFile;
import io.eventbackfill.model.Span;
import io.eventbackfill.model.Timeline;
import io.eventbackfill.model.Timeline.Wait;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2026-01-01T01:00:00Z");

  private final Account account = new Account();
  private final Report report =
      new Report(
          "20260101T000000.000Z",
          START,
          new TreeMap<>(Map.of("lanes", "64", "ledger", "none")),
          new LedgerNote("20260102T000000.000Z", 0, 0, Span.EMPTY, 0, "refuse"));

  @Test
  void allAcceptedOrSkippedIsComplete() {
    account.read("a", 3);
    account.ended("a", Reason.DELIVERED, 2);
    account.ended("a", Reason.DUPLICATE, 1);

    assertThat(Report.exitCode(account), is(ExitCode.COMPLETE));
  }

  @Test
  void oneDeadLetterOrDeferredEventIsIncomplete() {
    account.read("a", 1);
    account.ended("a", Reason.DAILY_QUOTA, 1);
    assertThat(Report.exitCode(account), is(ExitCode.INCOMPLETE));

    account.read("b", 1);
    account.ended("b", Reason.INVALID_JSON, 1);
    assertThat(Report.exitCode(account), is(ExitCode.INCOMPLETE));
  }

  @Test
  void aRunThatWasAskedToStopSaysSo() {
    account.read("a", 3);
    account.ended("a", Reason.DELIVERED, 1);
    account.ended("a", Reason.INVALID_JSON, 1);
    account.ended("a", Reason.STOPPED, 1);
    assertThat(Report.exitCode(account), is(ExitCode.STOPPED_ON_REQUEST));
    assertThat(
        summary(),
        allOf(containsString("Deferred:     out/x/deferred/"), containsString("(exit code 6)")));

    account.read("b", 1);
    assertThat(Report.exitCode(account), is(ExitCode.INTERNAL_FAULT));
  }

  @Test
  void exitCodesAreAnInterface() {
    assertThat(
        Arrays.stream(ExitCode.values()).map(ExitCode::number).toList(),
        contains(0, 1, 2, 3, 4, 5, 6));
  }

  @Test
  void rowsThatAreMissingInOneFileAreNotMadeUpForByAnother() {
    account.read("a", 2);
    account.ended("a", Reason.DELIVERED, 1);
    account.read("b", 1);
    account.ended("b", Reason.DELIVERED, 2);

    assertThat(Report.exitCode(account), is(ExitCode.INTERNAL_FAULT));
    assertThat(summary(), containsString("THE ACCOUNT DOES NOT ADD UP"));
  }

  @Test
  void theReportHoldsTheWholeAccount() throws Exception {
    account.read("a", 3);
    account.ended("a", Reason.DELIVERED, 2);
    account.ended("a", Reason.INVALID_JSON, 1);
    account.content("a", new Content(5_000_000_000L, 0x0306_9283));
    account.skipped("b_complete", SkippedFile.COMPLETE_MARKER, 1);
    account.noted(Note.CLOCK_GAP.plain(), 2);
    account.noted(Note.UNKNOWN_KEY.about("events"), 1);
    account.replied("200", 4);
    account.replied("connection-lost", 1);
    account.seenUploadTime(START.toEpochMilli());
    account.seenUploadTime(END.toEpochMilli());

    JsonNode json = new ObjectMapper().readTree(report.finished(account, null, END));

    assertThat(json.at("/exit_code").asInt(), is(3));
    assertThat(json.at("/rows/read").asInt(), is(3));
    assertThat(json.at("/rows/adds_up").asBoolean(), is(true));
    assertThat(json.at("/reasons/invalid-json").asInt(), is(1));
    assertThat(json.at("/files/0/reasons/delivered").asInt(), is(2));
    assertThat(json.at("/files/0/bytes").asLong(), is(5_000_000_000L));
    assertThat(json.at("/files/0/crc32c").asText(), equalTo("03069283"));
    assertThat(json.at("/files/1/bytes").isMissingNode(), is(true));
    assertThat(json.at("/files/1/crc32c").isMissingNode(), is(true));
    assertThat(json.at("/files/1/skipped/complete-marker").asInt(), is(1));
    assertThat(json.at("/notes/clock-gap/events").asInt(), is(2));
    assertThat(json.at("/requests/connection-lost").asInt(), is(1));
    assertThat(json.at("/server_upload_time/first").asText(), equalTo("2026-01-01T00:00:00Z"));
    assertThat(json.at("/server_upload_time/last").asText(), equalTo("2026-01-01T01:00:00Z"));
    assertThat(json.at("/settings/lanes").asText(), equalTo("64"));
  }

  @Test
  void theTimelineIsWholeFromItsFirstStepToItsLast() throws Exception {
    Timeline timeline = new Timeline();
    timeline.ended(START.toEpochMilli() + 1, Disposition.ACCEPTED, 1_000);
    timeline.replied(START.toEpochMilli(), "200", 1);
    timeline.waitedThrough(START.toEpochMilli() + 500, START.toEpochMilli() + 1_500, Wait.PACED);
    timeline.ended(START.toEpochMilli() + 3_000, Disposition.DEFERRED, 2);
    timeline.ended(START.toEpochMilli() + 3_000, Disposition.REJECTED, 3);
    account.happened(timeline);

    JsonNode json =
        new ObjectMapper().readTree(report.finished(account, null, END)).path("timeline");

    assertThat(
        json.toString(),
        equalTo(
            ("{'step_seconds':1,'steps':["
                    + "{'at':'2026-01-01T00:00:00Z','accepted':1000,'deferred':0,'rejected':0,"
                    + "'requests':{'200':1},'waited_ms':{'paced':500,'throttled':0,'outage':0}},"
                    + "{'at':'2026-01-01T00:00:01Z','accepted':0,'deferred':0,'rejected':0,"
                    + "'requests':{},'waited_ms':{'paced':500,'throttled':0,'outage':0}},"
                    + "{'at':'2026-01-01T00:00:02Z','accepted':0,'deferred':0,'rejected':0,"
                    + "'requests':{},'waited_ms':{'paced':0,'throttled':0,'outage':0}},"
                    + "{'at':'2026-01-01T00:00:03Z','accepted':0,'deferred':2,'rejected':3,"
                    + "'requests':{},'waited_ms':{'paced':0,'throttled':0,'outage':0}}]}")
                .replace('\'', '"')));
  }

  @Test
  void aRunThatSentNothingHasNoTimeline() throws Exception {
    account.read("a", 1);
    account.ended("a", Reason.INVALID_JSON, 1);

    JsonNode json = new ObjectMapper().readTree(report.finished(account, null, END));

    assertThat(json.has("timeline"), is(false));
  }

  @Test
  void theSummaryNamesWhatThereIsAndNothingElse() {
    account.read("a", 1_234_567);
    account.ended("a", Reason.DELIVERED, 1_234_566);
    account.ended("a", Reason.TOO_DEEP, 1);
    account.replied("200", 1235);

    String text = summary();

    assertThat(
        text,
        allOf(
            containsString("1,234,567  in 1 files"),
            containsString("too-deep"),
            containsString("As a page:    out/x/report.html"),
            containsString("Dead letters: out/x/dead-letters/"),
            containsString("Requests by answer: 200: 1235"),
            not(containsString("Deferred:     ")),
            not(containsString("invalid-json")),
            not(containsString("Noted:"))));
  }

  private String summary() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ExitCode unused =
        Summary.print(
            report.finished(account, null, END),
            new RunFolder("x", "out/x/"),
            Optional.of("out/x/report.html"),
            new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }
}
