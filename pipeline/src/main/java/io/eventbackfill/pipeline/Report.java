package io.eventbackfill.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.FileAccount;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.Span;
import io.eventbackfill.planning.SharedDevices;
import java.io.Serializable;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code report.json} says: how the run ended, the account of all rows, by reason and by file,
 * and the window of upload times, which is the only handle for undoing a load.
 *
 * @param runId the run's name
 * @param startedAt when the run was started
 * @param settings the options that were in force, free of secrets
 * @param ledger what was known when it was started
 */
record Report(
    String runId, Instant startedAt, SortedMap<String, String> settings, LedgerNote ledger)
    implements Serializable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How a run with this account ends. */
  static ExitCode exitCode(Account account) {
    if (!account.addsUp()) {
      return ExitCode.INTERNAL_FAULT;
    }
    if (account.reasons().getOrDefault(Reason.STOPPED, 0L) > 0) {
      return ExitCode.STOPPED_ON_REQUEST;
    }
    boolean allSent = account.rows(Disposition.REJECTED) + account.rows(Disposition.DEFERRED) == 0;
    return allSent ? ExitCode.COMPLETE : ExitCode.INCOMPLETE;
  }

  /**
   * The report of a run that read all its rows.
   *
   * @param shared the devices that several users have used; null if nobody has looked for them
   */
  String finished(Account account, @Nullable SharedDevices shared, Instant at) {
    ObjectNode json = head(exitCode(account), "", at);
    account(json, account);
    if (shared != null) {
      CensusJson.sharedDevices(json, shared);
    }
    return text(json);
  }

  /** How many events a report says were accepted. */
  static long accepted(String report) {
    try {
      return JSON.readTree(report).at("/rows/accepted").asLong();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report that is no JSON", e);
    }
  }

  /** The report of a run that ended before its account was whole. */
  String stopped(ExitCode code, String message, Map<String, Long> counted, Instant at) {
    ObjectNode json = head(code, message, at);
    ObjectNode counts = json.putObject("counted_until_then");
    counted.forEach(counts::put);
    return text(json);
  }

  private ObjectNode head(ExitCode code, String message, Instant at) {
    ObjectNode json = JSON.createObjectNode();
    json.put("event_backfill_report", 1);
    json.put("run", runId);
    json.put("exit_code", code.number());
    json.put("outcome", code.meaning());
    if (!message.isEmpty()) {
      json.put("message", message);
    }
    ledger.writeTo(json.putObject("ledger"));
    json.put("started_at", startedAt.toString());
    json.put("finished_at", at.toString());
    ObjectNode options = json.putObject("settings");
    settings.forEach(options::put);
    return json;
  }

  /** What became of all rows, in all reports by the same names. */
  static void account(ObjectNode json, Account account) {
    ObjectNode rows = json.putObject("rows");
    rows.put("read", account.rowsRead());
    for (Disposition disposition : Disposition.values()) {
      rows.put(disposition.code(), account.rows(disposition));
    }
    rows.put("adds_up", account.addsUp());
    reasons(json.putObject("reasons"), account.reasons());
    ObjectNode notes = json.putObject("notes");
    account
        .notes()
        .forEach(
            (noted, n) ->
                notes
                    .withObjectProperty(noted.note().code())
                    .put(noted.subject().isEmpty() ? "events" : noted.subject(), n));
    ObjectNode requests = json.putObject("requests");
    account.replies().forEach(requests::put);
    span(json.putObject("event_time"), account.eventTime());
    span(json.putObject("server_upload_time"), account.uploadTime());
    if (!account.timeline().isEmpty()) {
      TimelineJson.write(account.timeline(), json.putObject("timeline"));
    }
    ArrayNode files = json.putArray("files");
    account.files().forEach((name, file) -> file(files.addObject(), name, file));
  }

  private static void file(ObjectNode json, String name, FileAccount file) {
    json.put("file", name);
    file.content()
        .ifPresent(
            content -> {
              json.put("bytes", content.bytes());
              json.put("crc32c", HexFormat.of().toHexDigits(content.crc32c()));
            });
    json.put("rows_read", file.rowsRead());
    reasons(json.putObject("reasons"), file.reasons());
    if (!file.skipped().isEmpty()) {
      ObjectNode skipped = json.putObject("skipped");
      file.skipped().forEach((why, n) -> skipped.put(why.code(), n));
    }
  }

  private static void reasons(ObjectNode json, Map<Reason, Long> reasons) {
    reasons.forEach((reason, n) -> json.put(reason.code(), n));
  }

  private static void span(ObjectNode json, Span span) {
    if (!span.isEmpty()) {
      json.put("first", Instant.ofEpochMilli(span.min()).toString());
      json.put("last", Instant.ofEpochMilli(span.max()).toString());
    }
  }

  private static String text(ObjectNode json) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report that is no JSON", e);
    }
  }
}
