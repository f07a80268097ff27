package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that shows a ledger. */
class LedgerCommandTest {
  private static final int LANES = 4;

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
  void whereNoLedgerIsItSaysSo() {
    Command shown = backfills.show();

    assertThat(shown.exitCode(), is(2));
    assertThat(shown.err(), allOf(containsString("there is no run in"), containsString("/ledger")));
    assertThat(shown.out(), equalTo(""));
    assertThat("it makes none", Files.exists(backfills.ledger()), is(false));
  }

  @Test
  void aFinishedRunIsShownWithItsCountsAndTheWindowToUndoIt() {
    backfills.export("a.json", 5, 0, 10);
    backfills
        .amplitude()
        .configure(AmplitudeSettings.defaults().withSilencedDevices(Set.of(ExportRows.device(1))));
    Command run = backfills.start();
    JsonNode report = run.report();

    Command shown = backfills.show();

    assertThat(shown.err(), shown.exitCode(), is(0));
    String name = report.path("run").asText();
    assertThat(shown.out(), containsString("Run " + name + ": finished 2026-01-01T01:"));
    assertThat(shown.out(), containsString(", exit code 3\n"));
    assertThat(shown.out(), containsString("1 attempts, 1 files\n"));
    assertThat(
        shown.out(), containsString("  40 accepted | 10 rejected | 0 deferred | 0 skipped\n"));
    assertThat(
        shown.out(),
        containsString(
            "  uploaded from %s to %s by"
                .formatted(
                    report.at("/server_upload_time/first").asText(),
                    report.at("/server_upload_time/last").asText())));
    assertThat(
        shown.out(),
        containsString("  results: " + run.files("report.json").get(0).getParent() + "/\n"));
    assertThat(shown.out(), containsString("History: 40 events of 1 runs, "));
    assertThat("nobody holds it", shown.out(), not(containsString("Held by")));
  }

  @Test
  void aFinishedRunsReportIsTheOneItWrote() {
    backfills.export("a.json", 5, 0, 10);
    Command first = backfills.start();
    backfills.export("b.json", 5, 10, 20);
    Command second = backfills.start();

    for (Command run : List.of(first, second)) {
      Command shown = backfills.show("--run=" + run.report().path("run").asText());
      assertThat(shown.err(), shown.exitCode(), is(0));
      assertThat(shown.out(), equalTo(Command.text(run.files("report.json").get(0))));
    }
  }

  @Test
  void anUnfinishedRunIsShownLaneByLane() {
    backfills.export("a.json", 10, 0, 40);
    backfills.stopAfter(6);
    Command run = backfills.start();
    int sent = run.report().at("/rows/accepted").asInt();
    String name = run.report().path("run").asText();

    Command all = backfills.show();
    Command one = backfills.show("--run=" + name);

    for (Command shown : List.of(all, one)) {
      assertThat(shown.err(), shown.exitCode(), is(0));
      assertThat(shown.out(), containsString("Run " + name + ": NOT FINISHED, last written 2026-"));
      assertThat(shown.out(), containsString(sent + " events accepted, 0 rejected, 0 deferred\n"));
      assertThat(shown.out(), not(containsString("in doubt: ")));
    }
    assertThat(all.out(), containsString("History: 0 events of 0 runs"));
    List<String> lanes = one.out().lines().filter(line -> line.matches("  \\d{4}  .*")).toList();
    assertThat(lanes, hasSize(LANES));
    int accepted = 0;
    for (String lane : lanes) {
      accepted += Integer.parseInt(lane.substring(17).strip().split(" +", -1)[0]);
    }
    assertThat(accepted, is(sent));
  }

  @Test
  void whatADeadStartLeftInDoubtIsShown() {
    backfills.export("a.json", 10, 0, 40);
    backfills.dieAfter(6);
    backfills.start();

    Command shown = backfills.show();

    assertThat(shown.exitCode(), is(0));
    assertThat(shown.out(), containsString("  in doubt: at most "));
    assertThat(shown.out(), containsString("2026-01-01T01:00:"));
  }

  @Test
  void aRunNobodyKnowsIsAMistake() {
    backfills.export("a.json", 1, 0, 5);
    backfills.start();

    Command shown = backfills.show("--run=yesterday");

    assertThat(shown.exitCode(), is(2));
    assertThat(shown.err(), containsString("--run=yesterday is no run of this ledger"));
    assertThat(shown.out(), equalTo(""));
  }

  @Test
  void showingChangesNothing() {
    backfills.export("a.json", 10, 0, 40);
    backfills.stopAfter(6);
    backfills.start();
    Set<String> before = everything();

    backfills.show();

    assertThat(everything(), equalTo(before));
  }

  @Test
  void noSecretIsInTheLedger() {
    backfills.export("a.json", 10, 0, 40);
    backfills.revokeAfter(6);
    Command unfinished = backfills.start();
    assertThat(unfinished.exitCode(), is(4));
    assertKeyless();
    assertThat(backfills.show().out(), not(containsString(Command.KEY)));

    backfills.amplitude().configure(AmplitudeSettings.defaults());
    assertThat(backfills.start().exitCode(), is(0));
    assertKeyless();
    assertThat(backfills.show().out(), not(containsString(Command.KEY)));
  }

  private void assertKeyless() {
    Command said = new Command(0, "", "", backfills.ledger());
    assertThat("there is something", said.files("").isEmpty(), is(false));
    String all = said.everythingSaid();
    assertThat(all, containsString("\"apiKey\""));
    assertThat(all, not(containsString(Command.KEY)));
    assertThat("nor most of it", all, not(containsString(Command.KEY.substring(0, 20))));
  }

  /** Names and contents of all files of the ledger. */
  private Set<String> everything() {
    Set<String> files = new TreeSet<>();
    for (Path file : new Command(0, "", "", backfills.ledger()).files("")) {
      files.add(file + "\n" + Command.text(file));
    }
    return files;
  }
}
