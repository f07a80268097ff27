package io.eventbackfill.pipeline;

import io.eventbackfill.ledger.RunLedger;
import io.eventbackfill.ledger.RunProgress;
import io.eventbackfill.model.InputFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one start of a run does.
 *
 * @param run the run's name; that of its first start
 * @param startedAt when that was
 * @param folder where this start leaves its results
 * @param files what it reads
 * @param ledger where it is written down; null if nowhere
 * @param before how far earlier starts have come; empty if this is the first
 */
record RunPlan(
    String run,
    Instant startedAt,
    RunFolder folder,
    List<InputFile> files,
    @Nullable RunLedger ledger,
    Optional<RunProgress> before) {}
