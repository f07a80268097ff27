package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.eventbackfill.mappingfile.MappingSchema;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.source.SetAsideFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mapping of one's own: tried by the command {@code mapping}, and run. */
class MappingCommandTest {
  private static final String DOCUMENT =
      """
      version: 1
      name: orders
      event_type: {constant: Order Placed}
      time: created_at
      user: customer
      identity: id
      """;

  @TempDir Path folder;
  private Backfills backfills;

  @BeforeEach
  void begin() {
    backfills = new Backfills(folder);
  }

  @AfterEach
  void end() {
    backfills.close();
  }

  @Test
  void rowAndEventStandTogether() throws IOException {
    rows(row(1), row(2), row(3));

    Command check = check(DOCUMENT, "--sample=2");

    assertThat(check.err(), check.exitCode(), is(0));
    assertThat(
        check.out(),
        allOf(
            containsString("orders.json:1\nrow       {\"id\":1,"),
            containsString("event     Order Placed\ntime      2024-03-01T12:00:01Z\n"),
            containsString("user      customer-1\nidentity  orders:1\n"),
            containsString("Mapping orders, 2 rows:\n  event "),
            not(containsString("orders:3")),
            not(containsString("WARNING"))));
  }

  @Test
  void everyProblemOfTheDocumentIsSaidAndOnlyThose() throws IOException {
    rows(row(1));

    Command check = check(DOCUMENT.replace("identity", "identiy") + "keep: row.\n");

    assertThat(check.exitCode(), is(2));
    assertThat(
        check.err(),
        allOf(
            containsString("mapping.yaml:1:1: identity is missing"),
            containsString("mapping.yaml:6:1: unknown key 'identiy'; did you mean 'identity'?"),
            containsString("mapping.yaml:7:"),
            not(containsString("--apiKey"))));
    assertThat(check.out(), is(""));
  }

  @Test
  void refusedRowsAreCountedByReason() throws IOException {
    rows(row(1), "{\"id\":2,\"customer\":\"c\"}", "{", row(3).replace("customer", "who"));

    Command check = check(DOCUMENT);

    assertThat(check.exitCode(), is(3));
    assertThat(
        check.out(),
        allOf(
            containsString("rejected  missing-time: created_at is missing or empty\n"),
            containsString("  rejected invalid-json"),
            containsString("  rejected missing-time (created_at)"),
            containsString("  unknown-key (who)")));
  }

  @Test
  void aDeadLetterIsTriedAsTheRowItHolds() throws IOException {
    Origin origin = new Origin("old.json", null, 17);
    Refused cause = Refused.because(Reason.MISSING_TIME);
    rows(
        SetAsideFormat.line(new SetAside(origin, cause, "orders:1", null, null, Bytes.of(row(1)))),
        SetAsideFormat.line(new SetAside(origin, cause, "", null, null, Bytes.of("{cut"))));

    Command check = check(DOCUMENT);

    assertThat(check.exitCode(), is(3));
    assertThat(
        check.out(),
        allOf(
            containsString("orders.json:1\nrow       {\"id\":1,"),
            containsString("identity  orders:1\n"),
            containsString("row       {cut\nrejected  invalid-json"),
            not(containsString("event_backfill"))));
  }

  @Test
  void aRowThatIsNotUtf8IsNamedAsSuch() throws IOException {
    Files.write(
        backfills.file("orders.json"),
        (row(1) + "\n\"é\"\n").getBytes(StandardCharsets.ISO_8859_1));

    assertThat(check(DOCUMENT).out(), containsString("rejected  invalid-utf8: "));
  }

  @Test
  void csvIsReadAsTheOptionsSay() throws IOException {
    Files.writeString(
        backfills.file("orders.txt"),
        "id;customer;created_at;note\n1;-;2024-03-01;a,b\n2;bob;2024-03-02;-\n");

    Command check =
        check(
            DOCUMENT + "others: event_properties\n",
            "--inputFormat=csv",
            "--csvDelimiter=;",
            "--csvNull=-");

    assertThat(check.err(), check.exitCode(), is(0));
    assertThat(
        check.out(),
        allOf(
            containsString("user      null\nidentity  orders:1\n"),
            containsString("with      {\"event_properties\":{\"note\":\"a,b\"}}"),
            containsString("user      bob\nidentity  orders:2\n\n")));
  }

  @Test
  void theSchemaIsPrinted() {
    Command schema = Command.run(folder.resolve("nothing"), List.of("mapping", "--schema"));

    assertThat(schema.exitCode(), is(0));
    assertThat(schema.out(), is(MappingSchema.text()));
  }

  @Test
  void whatLooksWrongIsWarnedOf() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 1; i <= 12; i++) {
      rows.add(
          "{\"id\":7,\"customer\":\"me\",\"created_at\":\"1970-%02d-%02dT00:00:00Z\",\"custmer_no\":1}"
              .formatted(i, 13 - i));
    }
    rows(rows.toArray(String[]::new));

    Command check = check(DOCUMENT + "device: customer_no\n");

    assertThat(check.out(), containsString("WARNING identity: different rows share one"));
    assertThat(check.out(), containsString("'orders:7' (12 rows)"));
    assertThat(check.out(), containsString("WARNING user: all events have the same, me"));
    assertThat(check.out(), containsString("WARNING time: all events are from before 1980"));
    assertThat(check.out(), containsString("day and month may be swapped"));
    assertThat(check.out(), containsString("columns neither used nor dropped: custmer_no"));
    assertThat(check.out(), containsString("'customer_no'; did you mean 'custmer_no'?"));
  }

  @Test
  void aMappingRunsAndItsChangeIsRefusedUntilTheRunIsFinished() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      rows.add(row(i));
    }
    rows(rows.toArray(String[]::new));
    Path document = write(DOCUMENT);
    backfills.stopAfter(4);
    Command stopped = start(document);
    assertThat(stopped.out() + stopped.err(), stopped.exitCode(), is(6));

    write(DOCUMENT + "event_properties: {n: id}\n");
    Command changed = start(document);
    assertThat(changed.err(), changed.exitCode(), is(5));
    assertThat(changed.err(), containsString("--mapping was 'orders sha256:"));

    write("# the same in other words\n" + DOCUMENT);
    Command resumed = start(document);
    assertThat(resumed.err(), resumed.exitCode(), is(0));
    assertThat(resumed.report().at("/rows/accepted").asInt(), is(400));
  }

  @Test
  void optionsOfTheBuiltInMappingAreNotTakenInSilence() throws IOException {
    rows(row(1));
    Path document = write(DOCUMENT);

    Command run = start(document, "--leaveOut=ip", "--timeSource=client_event_time");

    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), containsString("--leaveOut is not for mapping files"));
    assertThat(run.err(), containsString("--timeSource is not for mapping files"));
  }

  @Test
  void aDocumentThatIsNotThereIsAProblemLikeOthers() throws IOException {
    rows(row(1));

    Command run = start(folder.resolve("missing.yaml"), "--lanes=0");

    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), containsString("missing.yaml can't be read"));
    assertThat(run.err(), containsString("--lanes=0 must be"));
  }

  private Command start(Path document, String... more) {
    List<String> args = new ArrayList<>(List.of("--mapping=" + document));
    args.addAll(List.of(more));
    return backfills.start(args.toArray(String[]::new));
  }

  private Command check(String document, String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "mapping",
                "--check",
                "--mapping=" + write(document),
                "--input=" + folder.resolve("exports/*")));
    args.addAll(List.of(more));
    return Command.run(folder.resolve("nothing"), args);
  }

  private Path write(String document) throws IOException {
    return Files.writeString(folder.resolve("mapping.yaml"), document);
  }

  private void rows(String... rows) throws IOException {
    Files.writeString(backfills.file("orders.json"), String.join("\n", rows) + "\n");
  }

  private static String row(int id) {
    return "{\"id\":%d,\"customer\":\"customer-%d\",\"created_at\":\"2024-03-01T12:%02d:%02dZ\"}"
        .formatted(id, id, id / 60, id % 60);
  }
}
