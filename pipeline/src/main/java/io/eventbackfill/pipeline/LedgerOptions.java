package io.eventbackfill.pipeline;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** The option that only the command {@code ledger} has. */
public interface LedgerOptions extends PipelineOptions {

  @Description(
      "The run to show: its report, or how far each lane is. Example: --run=20260301T010000.000Z")
  @Nullable String getRun();

  void setRun(@Nullable String value);
}
