package io.eventbackfill.pipeline;

import io.eventbackfill.verification.Verification;
import java.io.IOException;
import java.time.InstantSource;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/**
 * Writes what a verification has found.
 *
 * <p>Input: one verification. Output: its file. Failures: fail the job. Order: none. Retried:
 * writes the same again.
 */
final class WriteVerification extends PTransform<PCollection<Verification>, PDone> {
  private static final long serialVersionUID = 1L;

  private final VerifyReport report;

  private WriteVerification(VerifyReport report) {
    this.report = report;
  }

  static WriteVerification to(VerifyReport report) {
    return new WriteVerification(report);
  }

  @Override
  public PDone expand(PCollection<Verification> found) {
    found.apply("Write", ParDo.of(new WriteFn(report)));
    return PDone.in(found.getPipeline());
  }

  static final class WriteFn extends DoFn<Verification, Void> {
    private static final long serialVersionUID = 1L;

    private final VerifyReport report;

    WriteFn(VerifyReport report) {
      this.report = report;
    }

    @ProcessElement
    public void process(@Element Verification found) throws IOException {
      report.write(found, InstantSource.system().instant());
    }
  }
}
