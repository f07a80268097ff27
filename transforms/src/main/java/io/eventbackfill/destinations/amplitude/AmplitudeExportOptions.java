package io.eventbackfill.destinations.amplitude;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** The options that only {@link AmplitudeExportApi} has. */
public interface AmplitudeExportOptions extends PipelineOptions {
  @Description(
      "The receiving project's secret key, for amplitude-export-api: env:NAME, file:PATH, or the key"
          + " itself. Example: --secretKey=env:AMPLITUDE_SECRET_KEY")
  @Nullable String getSecretKey();

  void setSecretKey(@Nullable String value);

  @Description(
      "An address of the Export API that overrides the region's."
          + " Example: --exportEndpoint=http://127.0.0.1:8089")
  @Nullable String getExportEndpoint();

  void setExportEndpoint(@Nullable String value);
}
