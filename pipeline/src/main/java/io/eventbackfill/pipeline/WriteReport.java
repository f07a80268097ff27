package io.eventbackfill.pipeline;

import io.eventbackfill.coders.AccountCoder;
import io.eventbackfill.model.Account;
import io.eventbackfill.steps.AddUp;
import java.io.IOException;
import java.time.InstantSource;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

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

  private WriteReport(Report report, RunFolder folder) {
    this.report = report;
    this.folder = folder;
  }

  static WriteReport to(RunFolder folder, Report report) {
    return new WriteReport(report, folder);
  }

  @Override
  public PDone expand(PCollection<Account> parts) {
    parts
        .apply("AddUp", AddUp.accounts())
        .setCoder(AccountCoder.of())
        .apply("Write", ParDo.of(new WriteFn(report, folder)));
    return PDone.in(parts.getPipeline());
  }

  static final class WriteFn extends DoFn<Account, Void> {
    private static final long serialVersionUID = 1L;

    private final Report report;
    private final RunFolder folder;

    WriteFn(Report report, RunFolder folder) {
      this.report = report;
      this.folder = folder;
    }

    @ProcessElement
    public void process(@Element Account account) throws IOException {
      folder.writeReport(report.finished(account, InstantSource.system().instant()));
    }
  }
}
