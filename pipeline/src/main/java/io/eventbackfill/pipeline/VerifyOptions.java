package io.eventbackfill.pipeline;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** The options that only the command {@code verify} has. */
public interface VerifyOptions extends PipelineOptions {
  @Description(
      "Folders of results of the runs to verify, separated by commas: they say what was sent, by which"
          + " options, when, and what was set aside. Example: --run=out/20260101T010000.000Z")
  @Nullable String getRun();

  void setRun(@Nullable String value);

  @Description(
      "Files that were sent: one or more globs, separated by commas; those of the runs if not given."
          + " Example: --sent='exports/**'")
  @Nullable String getSent();

  void setSent(@Nullable String value);

  @Description(
      "What the vendor holds: files of an export of the receiving project, as globs, or the name of an"
          + " API of the vendor, whose own options stand below. Required."
          + " Example: --stored=amplitude-export-api")
  @Nullable String getStored();

  void setStored(@Nullable String value);

  @Description(
      "When the first event was uploaded, by the vendor's clock; the runs' own time if not given."
          + " What was stored sooner and not sent is no difference."
          + " Example: --uploadedFrom=2026-01-01T01:00:00Z")
  @Nullable String getUploadedFrom();

  void setUploadedFrom(@Nullable String value);

  @Description(
      "When the last event was uploaded, itself included. Example:"
          + " --uploadedUntil=2026-01-01T09:30:00Z")
  @Nullable String getUploadedUntil();

  void setUploadedUntil(@Nullable String value);

  @Description(
      "Compare although the last event was sent so lately that the vendor's API need not tell it yet."
          + " Example: --evenIfYoung")
  @Default.Boolean(false)
  boolean getEvenIfYoung();

  void setEvenIfYoung(boolean value);
}
