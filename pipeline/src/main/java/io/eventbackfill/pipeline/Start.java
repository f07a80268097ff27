package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.StopRequest;
import io.eventbackfill.delivery.SystemWaiting;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.ledger.Lease;
import io.eventbackfill.ledger.LedgerRefusedException;
import io.eventbackfill.ledger.Patience;
import io.eventbackfill.ledger.Store;
import io.eventbackfill.pipeline.LedgeredBackfill.Ended;
import io.eventbackfill.steps.PerWorker;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.sdk.options.PipelineOptions;

/** One start of the command, from a checked configuration to an exit code. */
final class Start {
  private final BackfillConfig config;
  private final PipelineOptions options;
  private final PerWorker<Waiting> waiting;
  private final InstantSource clock;
  private final PrintStream out;
  private final PrintStream err;
  private final Runnable begun;

  /**
   * A start.
   *
   * @param waiting makes a worker's time, and that of the runs
   * @param begun told as soon as a run can be asked to stop
   */
  Start(
      BackfillConfig config,
      PipelineOptions options,
      PerWorker<Waiting> waiting,
      PrintStream out,
      PrintStream err,
      Runnable begun) {
    this.config = config;
    this.options = options;
    this.waiting = waiting;
    this.clock = waiting.get().clock();
    this.out = out;
    this.err = err;
    this.begun = begun;
  }

  /**
   * Does it.
   *
   * @throws ConfigurationException if there is nothing to do for a glob that matches nothing
   */
  ExitCode execute() throws ConfigurationException {
    if (config.ledger().isEmpty()) {
      Instant now = clock.instant();
      RunFolder folder = RunFolder.in(config.output(), now);
      return run(new RunPlan(folder.runId(), now, folder, config.files(), null, Optional.empty()))
          .code();
    }
    try {
      return withLedger(config.ledger().get());
    } catch (LedgerRefusedException e) {
      return refused(e);
    } catch (IOException e) {
      return refused(LedgerRefusedException.because("the ledger can't be read or written", e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return refused("interrupted while it waited for the ledger");
    }
  }

  private ExitCode withLedger(String folder)
      throws IOException, InterruptedException, ConfigurationException {
    Store store = S3Store.orOther(folder, options);
    String name = SystemWaiting.uniqueName();
    AtomicBoolean lost = new AtomicBoolean();
    Waiting real = SystemWaiting.create();
    Lease lease =
        Lease.take(
            store,
            ThisProcess.holder("run"),
            ThisProcess::isRunning,
            name,
            new Patience(real.clock(), real.sleeper()::sleep, real.random()));
    LeaseKeeper keeper =
        LeaseKeeper.keep(
            lease,
            () -> {
              lost.set(true);
              StopRequest.ofThisProcess().raise();
            });
    try {
      ExitCode code =
          new LedgeredBackfill(config, config.settings(), store, name, clock, err, this::run)
              .execute();
      return lost.get() ? refused("another run has taken the ledger over") : code;
    } finally {
      keeper.close();
    }
  }

  private ExitCode refused(LedgerRefusedException e) {
    return refused(String.valueOf(e.getMessage()));
  }

  private ExitCode refused(String message) {
    ExitCode code = ExitCode.REFUSED_BY_LEDGER;
    err.println("Refused: " + message);
    err.println("Outcome: " + code.meaning() + " (exit code " + code.number() + ")");
    return code;
  }

  private Ended run(RunPlan plan) {
    BackfillRun run = new BackfillRun(config, plan, options, clock, waiting);
    ExitCode code = run.execute(out, err, begun);
    return new Ended(code, plan.folder());
  }
}
