package io.eventbackfill.pipeline;

import io.eventbackfill.coders.AccountCoder;
import io.eventbackfill.model.Account;
import io.eventbackfill.pacing.ActorLoads;
import io.eventbackfill.rehearsal.RehearsedLane;
import io.eventbackfill.steps.AddUp;
import io.eventbackfill.steps.PerWorker;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.PDone;

/**
 * Adds the accounts of all steps up and writes the plan.
 *
 * <p>Input: parts of the account. Output: the plan's file. Failures: fail the job. Order: none.
 * Retried: writes the same plan again.
 */
final class WritePlan extends PTransform<PCollection<Account>, PDone> {
  private static final long serialVersionUID = 1L;

  private final TextFile file;
  private final Plan plan;
  private final PCollectionView<Iterable<RehearsedLane>> lanes;
  private final PCollectionView<ActorLoads> loads;
  private final PCollectionView<Iterable<String>> census;
  private final PerWorker<InstantSource> clock;

  private WritePlan(
      TextFile file,
      Plan plan,
      PCollectionView<Iterable<RehearsedLane>> lanes,
      PCollectionView<ActorLoads> loads,
      PCollectionView<Iterable<String>> census,
      PerWorker<InstantSource> clock) {
    this.file = file;
    this.plan = plan;
    this.lanes = lanes;
    this.loads = loads;
    this.census = census;
    this.clock = clock;
  }

  /**
   * Writes to this file.
   *
   * @param lanes what came of them
   * @param loads how many events each device and user has
   * @param census what the events are, in parts
   * @param clock makes the worker's clock
   */
  static WritePlan to(
      TextFile file,
      Plan plan,
      PCollectionView<Iterable<RehearsedLane>> lanes,
      PCollectionView<ActorLoads> loads,
      PCollectionView<Iterable<String>> census,
      PerWorker<InstantSource> clock) {
    return new WritePlan(file, plan, lanes, loads, census, clock);
  }

  @Override
  public PDone expand(PCollection<Account> parts) {
    parts
        .apply("AddUp", AddUp.accounts())
        .setCoder(AccountCoder.of())
        .apply("Write", ParDo.of(new WriteFn(this)).withSideInputs(lanes, loads, census));
    return PDone.in(parts.getPipeline());
  }

  static final class WriteFn extends DoFn<Account, Void> {
    private static final long serialVersionUID = 1L;

    private final TextFile file;
    private final Plan plan;
    private final PCollectionView<Iterable<RehearsedLane>> lanes;
    private final PCollectionView<ActorLoads> loads;
    private final PCollectionView<Iterable<String>> census;
    private final PerWorker<InstantSource> clock;

    WriteFn(WritePlan step) {
      this.file = step.file;
      this.plan = step.plan;
      this.lanes = step.lanes;
      this.loads = step.loads;
      this.census = step.census;
      this.clock = step.clock;
    }

    @ProcessElement
    public void process(ProcessContext context) throws IOException {
      List<RehearsedLane> all = new ArrayList<>();
      context.sideInput(lanes).forEach(all::add);
      List<String> parts = new ArrayList<>();
      context.sideInput(census).forEach(parts::add);
      Plan.Findings findings =
          new Plan.Findings(context.element(), all, context.sideInput(loads), parts);
      file.write(plan.json(findings, clock.get().instant()));
    }
  }
}
