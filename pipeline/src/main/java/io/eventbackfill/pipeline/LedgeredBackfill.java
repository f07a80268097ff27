package io.eventbackfill.pipeline;

import io.eventbackfill.ledger.Attempt;
import io.eventbackfill.ledger.Finished;
import io.eventbackfill.ledger.Ledger;
import io.eventbackfill.ledger.LedgerRefusedException;
import io.eventbackfill.ledger.LedgerRun;
import io.eventbackfill.ledger.Manifest;
import io.eventbackfill.ledger.RunLedger;
import io.eventbackfill.ledger.RunLedger.Doubts;
import io.eventbackfill.ledger.RunProgress;
import io.eventbackfill.ledger.Store;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.InputFile;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What one start of the command does with a ledger it holds: it finishes the run that is not
 * finished, then makes a run of the files that no finished run has taken.
 */
final class LedgeredBackfill {
  /** Vendors forget identities after 7 days; a copy sent later than this might be stored again. */
  static final Duration REMEMBERED = Duration.ofDays(6);

  private final BackfillConfig config;
  private final SortedMap<String, String> settings;
  private final Store store;
  private final Ledger ledger;
  private final String lease;
  private final InstantSource clock;
  private final PrintStream err;
  private final Starter starter;

  /** Carries a run out. */
  interface Starter {
    /**
     * Carries a run out.
     *
     * @param plan what to do
     * @return how it ended
     */
    Ended start(RunPlan plan);
  }

  /**
   * How an attempt ended.
   *
   * @param code its exit code
   * @param folder where its results are
   */
  record Ended(ExitCode code, RunFolder folder) {}

  LedgeredBackfill(
      BackfillConfig config,
      SortedMap<String, String> settings,
      Store store,
      String lease,
      InstantSource clock,
      PrintStream err,
      Starter starter)
      throws IOException {
    this.config = config;
    this.settings = settings;
    this.store = store;
    this.lease = lease;
    this.clock = clock;
    this.err = err;
    this.starter = starter;
    this.ledger = Ledger.load(store);
  }

  /**
   * Does what there is to do.
   *
   * @throws LedgerRefusedException if the ledger forbids it
   * @throws ConfigurationException if there is nothing to do for a glob that matches nothing
   */
  ExitCode execute() throws IOException, ConfigurationException {
    ledger.tidy();
    ExitCode resumed = ExitCode.COMPLETE;
    Optional<LedgerRun> found = ledger.unfinished();
    boolean isGivenUp = found.isPresent() && isGivenUp(found.get());
    Optional<LedgerRun> unfinished = isGivenUp ? Optional.empty() : found;
    if (unfinished.isPresent()) {
      resumed = resume(unfinished.get());
      if (resumed != ExitCode.COMPLETE && resumed != ExitCode.INCOMPLETE) {
        return resumed;
      }
    } else if (config.files().isEmpty()) {
      throw new ConfigurationException(config.unmatched());
    }
    config.unmatched().forEach(problem -> err.println("Note: " + problem));
    // That another project has taken all files does not mean that this one has.
    requireSameProject();
    List<String> replaced = new ArrayList<>();
    List<InputFile> files =
        ledger.notTaken(config.files(), run -> isDoneWith(run, unfinished), replaced);
    if (!files.isEmpty()) {
      ExitCode begun = beginNew(files, replaced);
      return begun == ExitCode.COMPLETE ? resumed : begun;
    }
    if (unfinished.isEmpty()) {
      String nothing =
          config.triesAgain()
              ? "Nothing to try again: runs have delivered all of these %,d files."
              : "Nothing new: finished runs have taken all %,d files that match.";
      err.println(nothing.formatted(config.files().size()));
    }
    return resumed;
  }

  /**
   * A run with other settings that has delivered nothing stands in nobody's way; nor does a retry
   * whose files were corrected once more before it ended.
   */
  private boolean isGivenUp(LedgerRun run) throws IOException {
    boolean same = run.manifest().changes(settings).isEmpty();
    boolean corrected =
        same && config.triesAgain() && Corrections.areIn(run.manifest(), config.files());
    if (same && !corrected) {
      return false;
    }
    RunProgress progress = progress(run);
    if (progress.isUntouched()) {
      err.println("Run " + run.name() + " has delivered nothing; it is forgotten.");
      ledger.abandon(run);
      return true;
    }
    if (corrected) {
      Finished ended = Corrections.end(run, progress, config.inDoubt(), clock.instant());
      ledger.finish(run, lanes(run), ended, progress.events(Disposition.ACCEPTED));
      err.println(
          "Run %s ends here, for its files were corrected meanwhile: %s. The rest begins anew."
              .formatted(run.name(), Resumption.events(progress)));
    }
    return corrected;
  }

  private ExitCode resume(LedgerRun run) throws IOException {
    List<String> changes = run.manifest().changes(settings);
    if (!changes.isEmpty()) {
      throw new LedgerRefusedException(
          "run %s is not finished, and was started differently: %s. Start it with what it had, or"
                  .formatted(run.name(), String.join("; ", changes))
              + " use another ledger");
    }
    ResumedInput.check(run.manifest().files(), config.files());
    RunProgress progress = progress(run);
    Resumption.decide(run, progress, config.inDoubt());
    Resumption.describe(run, progress).forEach(err::println);
    return carryOut(run, clock.instant(), Optional.of(progress));
  }

  private ExitCode beginNew(List<InputFile> files, List<String> replaced) throws IOException {
    if (files.size() < config.files().size()) {
      err.println(
          "New files: %,d; taken by finished runs: %,d."
              .formatted(files.size(), config.files().size() - files.size()));
    }
    if (!replaced.isEmpty()) {
      err.println(
          "Changed since a run took them: %,d, such as %s; of these, only events that were not"
                  .formatted(replaced.size(), replaced.get(0))
              + " delivered then are sent.");
    }
    Instant now = clock.instant();
    LedgerRun run = ledger.begin(new Manifest(RunFolder.name(now), now, settings, files));
    return carryOut(run, now, Optional.empty());
  }

  private void requireSameProject() {
    Optional<LedgerRun> last = ledger.lastFinished();
    if (last.isPresent()) {
      SortedMap<String, String> fixed = RunSettings.fixed(last.get().manifest().settings());
      Manifest before = new Manifest("", Instant.EPOCH, fixed, List.of());
      List<String> changes = before.changes(settings);
      if (!changes.isEmpty()) {
        throw new LedgerRefusedException(
            "the ledger is of another project: %s. Each project needs a ledger of its own"
                .formatted(String.join("; ", changes)));
      }
    }
  }

  /**
   * Whether files that a run has taken need no second look. A retry looks again unless all of them
   * was delivered; but not at once at what was rejected once more in the run it has just resumed.
   */
  private boolean isDoneWith(LedgerRun run, Optional<LedgerRun> resumed) {
    if (!config.triesAgain()) {
      return hasSameSelection(run.manifest());
    }
    boolean complete =
        run.finished().filter(f -> f.exitCode() == ExitCode.COMPLETE.number()).isPresent();
    return resumed.filter(r -> r.name().equals(run.name())).isPresent()
        || (complete
            && hasSameSelection(run.manifest())
            && Objects.equals(run.manifest().settings().get("mapping"), settings.get("mapping")));
  }

  /** A file that another selection was made from holds events that nobody has looked at. */
  private boolean hasSameSelection(Manifest run) {
    return SelectionReader.OPTIONS.stream()
        .allMatch(
            option ->
                run.settings().getOrDefault(option, "").equals(settings.getOrDefault(option, "")));
  }

  private RunProgress progress(LedgerRun run) throws IOException {
    return ledger.progress(run, lanes(run), clock.instant().minus(REMEMBERED).toEpochMilli());
  }

  /** As many as the run was started with, whatever is asked for now. */
  private static int lanes(LedgerRun run) {
    return RunSettings.lanes(run.manifest().settings());
  }

  private ExitCode carryOut(LedgerRun run, Instant now, Optional<RunProgress> before)
      throws IOException {
    RunFolder folder = RunFolder.in(config.output(), now);
    ledger.start(
        run, new Attempt(folder.runId(), now, ThisProcess.holder("").host(), folder.path()));
    long forgotten = now.minus(REMEMBERED).toEpochMilli();
    RunLedger part =
        new RunLedger(
            store,
            run.name(),
            lease,
            config.layout().count(),
            new Doubts(forgotten, config.inDoubt()),
            config.ledgerInterval());
    RunPlan plan =
        new RunPlan(
            run.name(), run.manifest().startedAt(), folder, run.manifest().files(), part, before);
    Ended ended = starter.start(plan);
    boolean whole = ended.code() == ExitCode.COMPLETE || ended.code() == ExitCode.INCOMPLETE;
    if (whole) {
      String report = ended.folder().readReport();
      Finished finished = new Finished(clock.instant(), ended.code().number(), report);
      ledger.finish(run, config.layout().count(), finished, Report.accepted(report));
    } else if (ended.code() != ExitCode.REFUSED_BY_LEDGER) {
      err.println("To go on: the same command. What is settled is not sent again.");
    }
    return ended.code();
  }
}
