package io.eventbackfill.destinations.posthog;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** What only PostHog needs to know. */
public interface PostHogOptions extends PipelineOptions {
  @Description(
      "By which API PostHog is sent events: v0 (/batch/), v1 (/i/v1/analytics/events, which answers"
          + " for each event and is not everywhere), or auto: v1 if it is there."
          + " Example: --captureMode=auto")
  @Default.String("v0")
  String getCaptureMode();

  void setCaptureMode(String value);

  @Description(
      "What becomes of events younger than 49 hours, which PostHog would count and bill as live:"
          + " hold (deferred to a later run), refuse (dead letters), or live (sent as what they"
          + " are). Example: --youngEvents=live")
  @Default.String("hold")
  String getYoungEvents();

  void setYoungEvents(String value);

  @Description(
      "Send session_start and session_end, too; PostHog derives sessions itself."
          + " Example: --keepSessionEvents=true")
  @Default.Boolean(false)
  boolean getKeepSessionEvents();

  void setKeepSessionEvents(boolean value);

  @Description(
      "Stands in every event, to find a load by, and to verify it; the same for all runs that make one"
          + " load. Example: --importLabel=history-2024")
  @Default.String(PostHogQueryApi.DEFAULT_LABEL)
  String getImportLabel();

  void setImportLabel(String value);

  @Description(
      "The system the events come from, in small letters: it stands in each event, and in the names of"
          + " properties that PostHog has none for, such as $amplitude_device_type. Example:"
          + " --sourceName=snowplow")
  @Default.String("amplitude")
  String getSourceName();

  void setSourceName(String value);

  @Description(
      "What an event's uuid in PostHog is made of: uuid (the row's, if it has one), or insert-id,"
          + " which an app's own logs know, too. Example: --uuidFrom=insert-id")
  @Default.String("uuid")
  String getUuidFrom();

  void setUuidFrom(String value);

  @Description(
      "What becomes of user properties: set-once (a person keeps what it has), latest-at-end (they"
          + " replace what live traffic has set), or none. Example: --personProperties=none")
  @Default.String("set-once")
  String getPersonProperties();

  void setPersonProperties(String value);

  @Description(
      "Whose a device is that several users have used: first (the first user's), skip (nobody's),"
          + " or none, which ties no device to any user. Example: --sharedDevices=skip")
  @Default.String("first")
  String getSharedDevices();

  void setSharedDevices(String value);

  @Description(
      "A personal API key that may query the project, env:NAME or file:PATH: with it an old event is"
          + " sent and looked for before the first of the input. Example:"
          + " --personalApiKey=env:POSTHOG_PERSONAL_API_KEY")
  @Nullable String getPersonalApiKey();

  void setPersonalApiKey(@Nullable String value);

  @Description(
      "The number of the project that --personalApiKey queries. Example: --projectId=12345")
  @Nullable String getProjectId();

  void setProjectId(@Nullable String value);

  @Description(
      "Address of the API that --personalApiKey is for, if it is not the region's, or that of"
          + " --destinationEndpoint. Example: --posthogApiEndpoint=https://posthog.example.com")
  @Nullable String getPosthogApiEndpoint();

  void setPosthogApiEndpoint(@Nullable String value);

  @Description("How long to look for that old event: s, m or h. Example: --canaryWait=5m")
  @Default.String("2m")
  String getCanaryWait();

  void setCanaryWait(String value);
}
