package io.eventbackfill.pipeline;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * The options of a run, as typed. {@link ConfigReader} is their only reader. Options of the engine
 * ({@code --runner}, {@code --flinkMaster}, ...) stand beside them.
 */
public interface BackfillOptions extends PipelineOptions {
  /** The value of {@code --ledger} that remembers nothing. */
  String NO_LEDGER = "none";

  @Description(
      "Files to read: one or more globs, separated by commas; ** crosses folders. Required."
          + " Example: --input='exports/**'")
  @Nullable String getInput();

  void setInput(@Nullable String value);

  @Description(
      "Files of --input to leave out: one or more globs, separated by commas."
          + " Example: --excludeInput='exports/**/tmp-*'")
  @Nullable String getExcludeInput();

  void setExcludeInput(@Nullable String value);

  @Description(
      "Address of a store that speaks S3's protocol and is not Amazon's, for all of s3://."
          + " Example: --s3Endpoint=https://minio.example.com:9000")
  @Nullable String getS3Endpoint();

  void setS3Endpoint(@Nullable String value);

  @Description(
      "Name buckets in the path instead of the host, as many stores that are not Amazon's want it."
          + " Example: --s3PathStyle=true")
  @Default.Boolean(false)
  boolean getS3PathStyle();

  void setS3PathStyle(boolean value);

  @Description(
      "How a row becomes an event: amplitude-export, amplitude-warehouse, or a YAML file that says it"
          + " for your own table; the command mapping --check tries it."
          + " Example: --mapping=mapping.yaml")
  @Default.String("amplitude-export")
  String getMapping();

  void setMapping(String value);

  @Description("Where events go. Example: --destination=amplitude")
  @Default.String("amplitude")
  String getDestination();

  void setDestination(String value);

  @Description(
      "The destination project's API key: env:NAME, file:PATH (also of an object, as in"
          + " file:gs://bucket/key), or the key itself, which others on this machine can then read."
          + " Required. Example: --apiKey=env:AMPLITUDE_API_KEY")
  @Nullable String getApiKey();

  void setApiKey(@Nullable String value);

  @Description(
      "Where the destination keeps its data: us or eu; a key is valid in one region only."
          + " Example: --destinationRegion=eu")
  @Default.String("us")
  String getDestinationRegion();

  void setDestinationRegion(String value);

  @Description(
      "An address that overrides the region's. Example: --destinationEndpoint=http://127.0.0.1:8089")
  @Nullable String getDestinationEndpoint();

  void setDestinationEndpoint(@Nullable String value);

  @Description(
      "Allow --destinationEndpoint to be plain http on another machine: keys and events then cross the network"
          + " unencrypted. Example: --allowInsecureEndpoint=true")
  @Default.Boolean(false)
  boolean getAllowInsecureEndpoint();

  void setAllowInsecureEndpoint(boolean value);

  @Description(
      "Folder for results; each run makes a folder of its own in it, with report.json,"
          + " dead-letters/ and deferred/. Required. Example: --output=./out")
  @Nullable String getOutput();

  void setOutput(@Nullable String value);

  @Description(
      "Folder that remembers what was sent, so that a run can be killed and started again, and a"
          + " later one takes only what is new; one for each destination project. none remembers"
          + " nothing. Required. Example: --ledger=./ledger")
  @Nullable String getLedger();

  void setLedger(@Nullable String value);

  @Description(
      "What to do with events that may have been stored, by a request that nobody knows the answer"
          + " of, more than 6 days ago, when a copy would not be recognised any more: refuse,"
          + " resend (they may be there twice), or skip (they may be missing)."
          + " Example: --inDoubt=resend")
  @Default.String("refuse")
  String getInDoubt();

  void setInDoubt(String value);

  @Description(
      "How long a lane may go on before it writes down what was settled; what it had not written"
          + " when it was killed is sent again. Example: --ledgerInterval=30s")
  @Default.String("5s")
  String getLedgerInterval();

  void setLedgerInterval(String value);

  @Description(
      "Take only the rows of this project, by the export's app field. Needed where an input holds"
          + " more than one. Example: --sourceProject=187520")
  @Nullable String getSourceProject();

  void setSourceProject(@Nullable String value);

  @Description(
      "Take only events from this time on: a date, or a time as in ISO 8601; UTC where it names no"
          + " zone. Example: --since=2024-03-01")
  @Nullable String getSince();

  void setSince(@Nullable String value);

  @Description(
      "Take only events before this time, itself not included. Example:"
          + " --until=2024-04-01T12:00:00Z")
  @Nullable String getUntil();

  void setUntil(@Nullable String value);

  @Description(
      "Take only events of these types, exactly as they are named; separated by commas, a comma in a"
          + " name written \\,. Example: --events='Sign Up,Order Placed'")
  @Default.String("")
  String getEvents();

  void setEvents(String value);

  @Description(
      "Leave out events of these types, named as for --events. Example:"
          + " --excludeEvents=session_start,session_end")
  @Default.String("")
  String getExcludeEvents();

  void setExcludeEvents(String value);

  @Description(
      "Whose order is kept: device_id (or the user where there is no device), user_id, or"
          + " amplitude_id. Example: --orderBy=user_id")
  @Default.String("device_id")
  String getOrderBy();

  void setOrderBy(String value);

  @Description(
      "Ordered streams that run side by side; a device belongs to one of them. Example:"
          + " --lanes=128")
  @Default.Integer(64)
  int getLanes();

  void setLanes(int value);

  @Description("Events in one request, at the most. Example: --maxEventsPerRequest=2000")
  @Default.Integer(1000)
  int getMaxEventsPerRequest();

  void setMaxEventsPerRequest(int value);

  @Description(
      "Bytes of one request, at the most: B, kB, MB, or KiB, MiB. Example:"
          + " --maxBytesPerRequest=5MB")
  @Default.String("10MB")
  String getMaxBytesPerRequest();

  void setMaxBytesPerRequest(String value);

  @Description(
      "Events a second of all worker processes together, averaged over 30 s; what the destination"
          + " asks for unless given. Example: --maxEventsPerSecond=500")
  @Nullable Integer getMaxEventsPerSecond();

  void setMaxEventsPerSecond(@Nullable Integer value);

  @Description(
      "Requests a second of all worker processes together, averaged over 30 s; what the destination"
          + " asks for unless given. Example: --maxRequestsPerSecond=50")
  @Nullable Integer getMaxRequestsPerSecond();

  void setMaxRequestsPerSecond(@Nullable Integer value);

  @Description(
      "Events a second of one device, and of one user, averaged over 30 s; what the destination"
          + " asks for unless given. Example: --maxEventsPerSecondPerDevice=10")
  @Nullable Integer getMaxEventsPerSecondPerDevice();

  void setMaxEventsPerSecondPerDevice(@Nullable Integer value);

  @Description(
      "Events of one device, and of one user, in any 24 hours; the surplus is deferred to a later"
          + " run; what the destination asks for unless given. Example: --maxEventsPerDay=100000")
  @Nullable Integer getMaxEventsPerDay();

  void setMaxEventsPerDay(@Nullable Integer value);

  @Description(
      "Processes that send at the same time, among which the rates of all together are divided; an"
          + " engine inside this process is one. Example: --workerProcesses=4")
  @Default.Integer(1)
  int getWorkerProcesses();

  void setWorkerProcesses(int value);

  @Description(
      "Events a lane may hold while some of its devices wait for their rate."
          + " Example: --lookAhead=20000")
  @Default.Integer(5000)
  int getLookAhead();

  void setLookAhead(int value);

  @Description(
      "How long a whole answer may take, from the request's last byte on, before it counts as lost"
          + " and the request is sent again: ms, s, m or h. Example: --requestTimeout=90s")
  @Default.String("60s")
  String getRequestTimeout();

  void setRequestTimeout(String value);

  @Description(
      "How long to try one request before its events are deferred to a later run; under 6 days, for"
          + " vendors forget identities after 7. Example: --giveUpAfter=12h")
  @Default.String("24h")
  String getGiveUpAfter();

  void setGiveUpAfter(String value);

  @Description(
      "What text is made of: json, csv, or auto, which is csv for files named .csv or .tsv (tabs),"
          + " packed or not. Example: --inputFormat=csv")
  @Default.String("auto")
  String getInputFormat();

  void setInputFormat(String value);

  @Description(
      "What stands between the fields of CSV: one ASCII character, or tab. Example:"
          + " --csvDelimiter=tab")
  @Default.String(",")
  String getCsvDelimiter();

  void setCsvDelimiter(String value);

  @Description(
      "The unquoted text that is null in CSV, beside the empty one. Example: --csvNull='\\N'")
  @Nullable String getCsvNull();

  void setCsvNull(@Nullable String value);

  @Description("Longest line to read; a longer one is a dead letter. Example: --maxLineBytes=64MB")
  @Default.String("32MB")
  String getMaxLineBytes();

  void setMaxLineBytes(String value);

  @Description(
      "Which of the export's times an event keeps: event_time, which charts use, or"
          + " client_event_time, which session lengths are computed from."
          + " Example: --timeSource=client_event_time")
  @Default.String("event_time")
  String getTimeSource();

  void setTimeSource(String value);

  @Description(
      "Attributes that are never sent, for privacy; separated by commas. Example:"
          + " --leaveOut=ip,idfa,adid")
  @Default.String("")
  String getLeaveOut();

  void setLeaveOut(String value);
}
