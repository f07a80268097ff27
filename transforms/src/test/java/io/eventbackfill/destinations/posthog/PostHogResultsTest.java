package io.eventbackfill.destinations.posthog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.Destination.Settings;
import io.eventbackfill.delivery.Reply;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.destinations.DestinationContract;
import io.eventbackfill.destinations.DestinationContract.ReplyRow;
import io.eventbackfill.destinations.VerdictTexts;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of Capture API v1, which says of each event what became of it. */
class PostHogResultsTest {
  private static final String A = "0190a3f0-0000-4000-8000-00000000000a";
  private static final String B = "0190a3f0-0000-4000-8000-00000000000b";

  private final Destination v1 = destination();
  private final List<QueuedEvent> batch = List.of(event(A), event(B));

  private static Destination destination() {
    return new PostHogDestination.Factory()
        .create(
            new Settings(
                Secret.of(DestinationContract.KEY),
                "us",
                Optional.empty(),
                1000,
                10_000_000,
                DestinationContract.NOW),
            PipelineOptionsFactory.fromArgs("--captureMode=v1").as(PostHogOptions.class),
            new ArrayList<>());
  }

  private static QueuedEvent event(String uuid) {
    return new QueuedEvent(
        "identity of " + uuid,
        new EventTime(0, null, 0),
        new Who("d", null, null),
        "d",
        new Origin("export.json", null, 1),
        Bytes.of("{\"properties\":{\"uuid\":\"no\"},\"event\":\"e\",\"uuid\":\"" + uuid + "\"}"));
  }

  private static String result(String uuid, String result, String details) {
    return "\"%s\":{\"result\":\"%s\",\"details\":\"%s\"}".formatted(uuid, result, details);
  }

  private Reply explain(String... results) {
    String body = "{\"results\":{" + String.join(",", results) + "}}";
    return v1.explain(batch, DestinationContract.answered(200, body));
  }

  @TestFactory
  Stream<DynamicTest> errorsMeanTheSameAsInTheOtherVersion() {
    return PostHogReplyTable.errors().stream().map(this::test);
  }

  private DynamicTest test(ReplyRow row) {
    return DynamicTest.dynamicTest(
        row.name(),
        () -> assertThat(VerdictTexts.of(v1.explain(batch, row.reply())), is(row.verdicts())));
  }

  @ParameterizedTest
  @CsvSource({
    "ok, '', ACCEPT",
    "warning, person_processing_disabled, ACCEPT",
    "retry, '', HOLD 1s",
    "something, new, HOLD 1s",
    "drop, missing_event_name, REJECT invalid-field event",
    "drop, event_name_too_long, REJECT invalid-field event",
    "drop, missing_distinct_id, REJECT invalid-field distinct_id",
    "drop, distinct_id_too_large, REJECT invalid-field distinct_id",
    "drop, invalid_event_timestamp, REJECT invalid-field timestamp",
    "drop, malformed_event_properties, REJECT invalid-field properties",
    "drop, invalid_options, REJECT invalid-field options",
    "drop, event_too_big, 'REJECT too-large '",
    "drop, event_restriction_drop, 'REJECT refused '",
    "drop, non_historical_import_drop, 'REJECT refused '",
    "drop, '', 'REJECT refused '",
  })
  void whatIsSaidOfAnEventIsDoneWithIt(String result, String details, String verdict) {
    Reply reply = explain(result(B, result, details), result(A, "ok", ""));

    assertThat(VerdictTexts.of(reply), is(List.of("ACCEPT", verdict)));
    if (result.equals("drop")) {
      assertThat(reply.verdicts().get(1).detail(), is(details));
    }
  }

  @Test
  void uuidsAreTheSameInAnyCase() {
    Reply reply = explain(result(A.toUpperCase(Locale.ROOT), "ok", ""), result(B, "ok", ""));

    assertThat(VerdictTexts.of(reply), is(List.of("ACCEPT", "ACCEPT")));
  }

  @Test
  void anEventThatTheAnswerLeavesOutIsSentAgain() {
    assertThat(VerdictTexts.of(explain(result(A, "ok", ""))), is(List.of("ACCEPT", "HOLD 1s")));
  }

  @ParameterizedTest
  @CsvSource({"events_over_quota", "exceptions_over_quota"})
  void whatIsOverAQuotaStopsTheJob(String code) {
    Reply reply = explain(result(A, "ok", ""), result(B, "drop", code));

    assertThat(VerdictTexts.of(reply), is(List.of("STOP_JOB", "STOP_JOB")));
    assertThat(reply.verdicts().get(0).detail(), containsString("over its quota: " + code));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'results':{}}",
        "{'status':'Ok'}",
        "{'results':[1]}",
        "{'results':",
        "<html>",
        "''"
      })
  void anAnswerWithoutResultsIsNone(String body) {
    Reply reply = v1.explain(batch, DestinationContract.answered(200, body.replace('\'', '"')));

    assertThat(VerdictTexts.of(reply), is(List.of("UNKNOWN", "UNKNOWN")));
  }

  @Test
  void whereTheApiIsMissingTheOtherOneIsNamed() {
    Reply reply = v1.explain(batch, DestinationContract.answered(404, "not found"));

    assertThat(reply.verdicts().get(0).detail(), containsString("--captureMode=v0"));
  }
}
