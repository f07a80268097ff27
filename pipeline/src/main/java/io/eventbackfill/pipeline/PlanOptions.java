package io.eventbackfill.pipeline;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options that only the command {@code plan} has. */
public interface PlanOptions extends LiveOptions {

  @Description(
      "How long one request takes from its departure to its answer, for the estimate: ms, s, m or"
          + " h. Example: --requestTime=150ms")
  @Default.String("200ms")
  String getRequestTime();

  void setRequestTime(String value);
}
