package io.eventbackfill.pipeline;

import io.eventbackfill.ledger.Finished;
import io.eventbackfill.ledger.Ledger;
import io.eventbackfill.ledger.LedgerRefusedException;
import io.eventbackfill.ledger.LedgerRun;
import io.eventbackfill.ledger.Manifest;
import io.eventbackfill.ledger.RunProgress;
import io.eventbackfill.ledger.WhenInDoubt;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.InputFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What becomes of a retry that did not end before somebody corrected its files once more. An export
 * that changes under its run is a fault; of a dead letter it is the purpose. The run ends as far as
 * it came: what it delivered stays known, and the rest is read anew, as it stands now.
 */
final class Corrections {
  private Corrections() {}

  /**
   * True if files that a run began with are no longer what they were.
   *
   * @param listed what is to be tried again now; a run that has none of it is another one's
   *     business
   */
  static boolean areIn(Manifest run, List<InputFile> listed) throws IOException {
    Map<String, InputFile> now =
        listed.stream().collect(Collectors.toMap(InputFile::name, Function.identity()));
    if (run.files().stream().noneMatch(file -> now.containsKey(file.name()))) {
      return false;
    }
    for (InputFile before : run.files()) {
      InputFile file = now.get(before.name());
      if (file == null ? isGone(before) : !Ledger.isSame(before, file)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isGone(InputFile file) throws IOException {
    try {
      return !Ledger.isSame(file, InputFiles.named(file.name()));
    } catch (FileNotFoundException e) {
      return true;
    }
  }

  /**
   * How such a run ends.
   *
   * @throws LedgerRefusedException if it sent what the destination may have forgotten, so that to
   *     send it anew might double it
   */
  static Finished end(LedgerRun run, RunProgress progress, WhenInDoubt inDoubt, Instant at) {
    if (inDoubt != WhenInDoubt.RESEND
        && (progress.forgotten().events() > 0 || !progress.damages().isEmpty())) {
      throw new LedgerRefusedException(
          "run %s is in doubt, and its files were corrected before it ended: at most %,d events may"
                  .formatted(run.name(), progress.forgotten().events())
              + " have been stored, too long ago for the destination to know them again. Start with"
              + " --inDoubt=resend (they may then be there twice), or restore the files");
    }
    long accepted = progress.events(Disposition.ACCEPTED);
    LedgerNote note =
        new LedgerNote(
            run.name(),
            accepted,
            progress.inDoubt().events(),
            progress.inDoubt().since(),
            progress.forgotten().events(),
            inDoubt.option());
    Report report =
        new Report(
            run.name(), run.manifest().startedAt(), new TreeMap<>(run.manifest().settings()), note);
    ExitCode code = ExitCode.STOPPED_ON_REQUEST;
    String message =
        "its files were corrected before it ended; they are tried again as they are now";
    Map<String, Long> counted = Map.of("deliver/events-accepted", accepted);
    return new Finished(at, code.number(), report.stopped(code, message, counted, at));
  }
}
