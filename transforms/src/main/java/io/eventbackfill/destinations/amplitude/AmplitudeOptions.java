package io.eventbackfill.destinations.amplitude;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** What only Amplitude needs to know. */
public interface AmplitudeOptions extends PipelineOptions {
  @Description(
      "Leave Amplitude's current user properties alone: an event carries the properties it was"
          + " exported with, and nothing is written to or filled in from today's profile."
          + " With false, history overwrites the present. Example: --skipUserPropertiesSync=true")
  @Default.Boolean(true)
  boolean getSkipUserPropertiesSync();

  void setSkipUserPropertiesSync(boolean value);

  @Description(
      "Shortest user_id and device_id that Amplitude is asked to take; shorter ones are left out"
          + " before sending. Example: --minIdLength=3")
  @Default.Integer(AmplitudeDestination.DEFAULT_MIN_ID_LENGTH)
  int getMinIdLength();

  void setMinIdLength(int value);
}
