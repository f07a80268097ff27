package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.RetryPolicy;
import io.eventbackfill.ledger.WhenInDoubt;
import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.InputFile;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.pacing.PacingLimits;
import io.eventbackfill.source.TextFormat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A run, checked and complete. Nothing below this reads options.
 *
 * @param files files to read, as they were listed when the run began: sorted by name, each once
 * @param mapping how a row becomes an event
 * @param destination who receives the events
 * @param output folder for results, ending in a slash
 * @param orderBy whose order is kept
 * @param lanes ordered streams, at least 1
 * @param limits what one worker process stays within
 * @param lookAhead events a lane may hold while some of its devices wait, at least 1
 * @param requestTimeout when an answer counts as lost
 * @param retry when to try again and when to give up
 * @param maxLineBytes longest line to read
 * @param selection the events to take
 * @param text what text is made of
 * @param unmatched a sentence for each glob that names no file
 * @param ledger folder that remembers what was sent; empty if nothing is remembered
 * @param inDoubt what to do with events that may have been stored long ago
 * @param ledgerInterval how long a lane goes on before it writes down what was settled
 * @param settings what the results depend on, by option; of the key only a hash
 * @param triesAgain whether the files are rows that were set aside, to be tried once more
 */
record BackfillConfig(
    List<InputFile> files,
    Mapping mapping,
    Destination destination,
    String output,
    OrderBy orderBy,
    int lanes,
    PacingLimits limits,
    int lookAhead,
    Duration requestTimeout,
    RetryPolicy retry,
    int maxLineBytes,
    Selection selection,
    TextFormat text,
    List<String> unmatched,
    Optional<String> ledger,
    WhenInDoubt inDoubt,
    Duration ledgerInterval,
    SortedMap<String, String> settings,
    boolean triesAgain) {

  /** The lanes, with those that hold no events of the input. */
  LaneLayout layout() {
    return LaneLayout.of(lanes, destination);
  }

  /** This run, sending to another destination. */
  BackfillConfig sendingTo(Destination other) {
    return new BackfillConfig(
        files,
        mapping,
        other,
        output,
        orderBy,
        lanes,
        limits,
        lookAhead,
        requestTimeout,
        retry,
        maxLineBytes,
        selection,
        text,
        unmatched,
        ledger,
        inDoubt,
        ledgerInterval,
        settings,
        triesAgain);
  }
}
