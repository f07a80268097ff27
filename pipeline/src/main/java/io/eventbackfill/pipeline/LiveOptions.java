package io.eventbackfill.pipeline;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** The option of commands that hold an input against what is live. */
public interface LiveOptions extends PipelineOptions {

  @Description(
      "An export of the project that will receive the history, read by the same mapping: tells for"
          + " how many of its users the date since when they are new moves, and to when. One or more"
          + " globs, separated by commas. Example: --live='live-exports/**'")
  @Nullable String getLive();

  void setLive(@Nullable String value);
}
