package io.eventbackfill.pipeline;

import io.eventbackfill.coders.AccountCoder;
import io.eventbackfill.model.Account;
import io.eventbackfill.planning.SharedDevices;
import io.eventbackfill.steps.AddUp;
import java.io.IOException;
import java.time.InstantSource;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.PDone;
import org.jspecify.annotations.Nullable;

/**
 * Adds the accounts of all steps up and writes the report.
 *
 * <p>Input: parts of the account. Output: the report file. Failures: fail the job. Order: none.
 * Retried: writes the same account again.
 */
final class WriteReport extends PTransform<PCollection<Account>, PDone> {
  private static final long serialVersionUID = 1L;

  private final Report report;
  private final RunFolder folder;
  private final transient @Nullable PCollection<SharedDevices> shared;

  private WriteReport(
      Report report, RunFolder folder, @Nullable PCollection<SharedDevices> shared) {
    this.report = report;
    this.folder = folder;
    this.shared = shared;
  }

  static WriteReport to(RunFolder folder, Report report) {
    return new WriteReport(report, folder, null);
  }

  /** The same, and these devices with it: one value; null if nobody has looked for them. */
  WriteReport with(@Nullable PCollection<SharedDevices> devices) {
    return new WriteReport(report, folder, devices);
  }

  @Override
  public PDone expand(PCollection<Account> parts) {
    PCollectionView<SharedDevices> view =
        shared == null ? null : shared.apply("SharedDevices", View.asSingleton());
    ParDo.SingleOutput<Account, Void> write = ParDo.of(new WriteFn(report, folder, view));
    parts
        .apply("AddUp", AddUp.accounts())
        .setCoder(AccountCoder.of())
        .apply("Write", view == null ? write : write.withSideInputs(view));
    return PDone.in(parts.getPipeline());
  }

  static final class WriteFn extends DoFn<Account, Void> {
    private static final long serialVersionUID = 1L;

    private final Report report;
    private final RunFolder folder;
    private final @Nullable PCollectionView<SharedDevices> shared;

    WriteFn(Report report, RunFolder folder, @Nullable PCollectionView<SharedDevices> shared) {
      this.report = report;
      this.folder = folder;
      this.shared = shared;
    }

    @ProcessElement
    public void process(ProcessContext context) throws IOException {
      SharedDevices devices = shared == null ? null : context.sideInput(shared);
      folder.writeReport(
          report.finished(context.element(), devices, InstantSource.system().instant()));
    }
  }
}
