package io.eventbackfill.pipeline;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** The option that only the command {@code retry} has. */
public interface RetryOptions extends PipelineOptions {

  @Description(
      "Folders of rows to try again, separated by commas: dead-letters or deferred of a run, a"
          + " run's whole folder, or one with *.jsonl files of your own making. Required."
          + " Example: --from=out/20260301T010000.000Z")
  @Nullable String getFrom();

  void setFrom(@Nullable String value);
}
