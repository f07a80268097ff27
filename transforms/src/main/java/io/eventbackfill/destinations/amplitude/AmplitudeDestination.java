package io.eventbackfill.destinations.amplitude;

import com.google.auto.service.AutoService;
import io.eventbackfill.batching.BatchLimits;
import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.HttpReply;
import io.eventbackfill.delivery.HttpRequestSpec;
import io.eventbackfill.delivery.Load;
import io.eventbackfill.delivery.Probed;
import io.eventbackfill.delivery.Redactor;
import io.eventbackfill.delivery.Reply;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.delivery.StoredApi;
import io.eventbackfill.delivery.UndoStep;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.JsonObjectWriter;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.pacing.PacingLimits;
import io.eventbackfill.validation.EventRules;
import io.eventbackfill.verification.StoredForm;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * Amplitude, by its Batch Event Upload API.
 *
 * <p>A request is all-or-nothing: any 400, 413 or 429 means that none of its events was stored, and
 * the body only says which ones to blame; everything else is sent again. A 200 is no proof of
 * storage: blocked or deleted event types and duplicates are dropped after it.
 */
public final class AmplitudeDestination implements Destination {
  private static final long serialVersionUID = 1L;

  private static final String NAME = "amplitude";
  private static final String PATH = "/batch";
  private static final Map<String, URI> HOSTS =
      Map.of(
          "us",
          URI.create("https://api2.amplitude.com"),
          "eu",
          URI.create("https://api.eu.amplitude.com"));

  /** Stands in until the problem is told. */
  private static final URI NO_REGION = URI.create("https://region.invalid");

  /** Batch Event Upload API, 413: at most 2000 events. */
  private static final int MAX_EVENTS = 2000;

  /** Batch Event Upload API: 20 MB. What a MB is, it does not say; this holds for both readings. */
  private static final long MAX_BYTES = 20_000_000;

  /**
   * Batch Event Upload API: 1,000 events a second of one device or user, and 500,000 in 24 hours.
   * SDK debugging page: 100,000 events a second of one project at this endpoint. HTTP V2 API: 100
   * requests a second, the only number there is. Plans may allow less: Starter 1,000 events.
   */
  private static final PacingLimits VENDOR_LIMITS = new PacingLimits(100_000, 100, 1_000, 500_000);

  /** What Amplitude asks of backfills; it takes more, and a contract may say less. */
  private static final PacingLimits DEFAULT_LIMITS = new PacingLimits(1_000, 100, 300, 500_000);

  /** HTTP V2 API, "Device IDs and User IDs minimum length"; {@code min_id_length} changes it. */
  static final int DEFAULT_MIN_ID_LENGTH = 5;

  private static final Set<String> UNBILLED = Set.of("$identify", "$groupidentify");

  private final Secret apiKey;
  private final URI uri;

  /** Where the other regions are, by name; all that differs there. */
  private final TreeMap<String, URI> elsewhere;

  private final BatchLimits limits;
  private final int minIdLength;
  private final UserPropertiesSync sync;

  private AmplitudeDestination(
      Secret apiKey,
      URI uri,
      Map<String, URI> elsewhere,
      BatchLimits limits,
      int minIdLength,
      UserPropertiesSync sync) {
    this.apiKey = apiKey;
    this.uri = uri;
    this.elsewhere = new TreeMap<>(elsewhere);
    this.limits = limits;
    this.minIdLength = minIdLength;
    this.sync = sync;
  }

  private enum UserPropertiesSync {
    SKIP,
    SYNC
  }

  /** Makes the destination from a command line. */
  @AutoService(Destination.Factory.class)
  public static final class Factory implements Destination.Factory {
    private final SortedMap<String, URI> hosts;

    /** For Amplitude's own regions. */
    public Factory() {
      this(HOSTS);
    }

    /** For regions at these addresses, by name. */
    public Factory(Map<String, URI> hosts) {
      this.hosts = new TreeMap<>(hosts);
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Class<AmplitudeOptions> optionsType() {
      return AmplitudeOptions.class;
    }

    @Override
    public PacingLimits defaultLimits() {
      return DEFAULT_LIMITS;
    }

    @Override
    public Destination create(Settings settings, PipelineOptions options, List<String> problems) {
      AmplitudeOptions own = options.as(AmplitudeOptions.class);
      int minIdLength = own.getMinIdLength();
      if (minIdLength < 1) {
        problems.add("--minIdLength=" + minIdLength + " must be at least 1");
      }
      if (settings.maxEvents() > MAX_EVENTS) {
        problems.add(
            "--maxEventsPerRequest=%d is more than Amplitude takes (%d)"
                .formatted(settings.maxEvents(), MAX_EVENTS));
      }
      if (settings.maxBytes() > MAX_BYTES) {
        problems.add(
            "--maxBytesPerRequest=%d is more than Amplitude takes (%d)"
                .formatted(settings.maxBytes(), MAX_BYTES));
      }
      URI uri = uri(settings, problems);
      BatchLimits limits =
          new BatchLimits(
              Math.max(1, Math.min(settings.maxEvents(), MAX_EVENTS)),
              Math.max(1, Math.min(settings.maxBytes(), MAX_BYTES)),
              MAX_BYTES,
              // Key, options and brackets; keys have 32 characters, and this leaves room for 900.
              1024);
      return new AmplitudeDestination(
          settings.apiKey(),
          uri,
          settings.endpoint().isPresent() ? Map.of() : elsewhere(settings.region()),
          limits,
          minIdLength,
          own.getSkipUserPropertiesSync() ? UserPropertiesSync.SKIP : UserPropertiesSync.SYNC);
    }

    @Override
    public List<StoredApi.Factory> storedApis() {
      return List.of(new AmplitudeExportApi.Factory());
    }

    @Override
    public List<UndoStep> undoing(Load load) {
      return AmplitudeUndo.of(load);
    }

    private URI uri(Settings settings, List<String> problems) {
      if (!hosts.containsKey(settings.region())) {
        problems.add(
            "--destinationRegion=%s is unknown (%s)"
                .formatted(settings.region(), String.join(", ", hosts.keySet())));
      }
      URI given = settings.endpoint().orElse(hosts.getOrDefault(settings.region(), NO_REGION));
      return given.getPath().length() <= 1 ? given.resolve(PATH) : given;
    }

    private Map<String, URI> elsewhere(String region) {
      Map<String, URI> others = new TreeMap<>();
      hosts.forEach((name, host) -> others.put(name, host.resolve(PATH)));
      others.remove(region);
      return others;
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public URI endpoint() {
    return uri;
  }

  @Override
  public BatchLimits limits() {
    return limits;
  }

  @Override
  public PacingLimits vendorLimits() {
    return VENDOR_LIMITS;
  }

  @Override
  public List<Secret> secrets() {
    return List.of(apiKey);
  }

  @Override
  public Optional<StoredForm> storedForm() {
    return Optional.of(new AmplitudeStoredForm(AmplitudeRules.MAX_STRING, !syncsUserProperties()));
  }

  @Override
  public EventRules rules() {
    return AmplitudeRules.of(minIdLength);
  }

  @Override
  public Bytes render(Event event) {
    JsonObjectWriter json = new JsonObjectWriter();
    json.put("insert_id", event.identity());
    json.put("event_type", event.type());
    json.put("time", event.time().millis());
    putIfPresent(json, "device_id", event.who().device());
    putIfPresent(json, "user_id", event.who().user());
    Long eventId = event.time().eventId();
    if (eventId != null) {
      // A constant here would make two events of one millisecond look like copies.
      json.put("event_id", eventId);
    }
    AmplitudeAttributes.write(event, json);
    if (!syncsUserProperties()) {
      json.put("$skip_user_properties_sync", JsonValue.TRUE);
    }
    return Bytes.of(json.end());
  }

  @Override
  public boolean syncsUserProperties() {
    return sync == UserPropertiesSync.SYNC;
  }

  /** Identify API: neither it nor group identify counts toward the events of a month. */
  @Override
  public boolean bills(Event event) {
    return !UNBILLED.contains(event.type());
  }

  private static void putIfPresent(JsonObjectWriter json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  @Override
  public HttpRequestSpec encode(List<QueuedEvent> batch) {
    int size = batch.stream().mapToInt(event -> event.body().length() + 1).sum();
    ByteArrayOutputStream body = new ByteArrayOutputStream(size + limits.envelopeBytes());
    write(body, "{\"api_key\":");
    JsonValue.of(apiKey.reveal()).writeTo(body);
    write(body, ",\"events\":[");
    String separator = "";
    for (QueuedEvent event : batch) {
      write(body, separator);
      event.body().writeTo(body);
      separator = ",";
    }
    write(body, "]");
    if (minIdLength != DEFAULT_MIN_ID_LENGTH) {
      write(body, ",\"options\":{\"min_id_length\":" + minIdLength + "}");
    }
    write(body, "}");
    Map<String, String> headers =
        Map.of(
            "Content-Type", "application/json",
            "Accept", "application/json",
            "User-Agent", "event-backfill");
    return new HttpRequestSpec(uri, headers, Bytes.of(body.toByteArray()));
  }

  @Override
  public Reply explain(List<QueuedEvent> batch, HttpReply reply) {
    return new AmplitudeReplies(uri, Redactor.of(secrets())).explain(batch, reply);
  }

  /** A request without events. The pages do not say how it is answered; see AmplitudeReplies. */
  @Override
  public HttpRequestSpec probe() {
    return encode(List.of());
  }

  @Override
  public Probed explainProbe(HttpReply reply) {
    return new AmplitudeReplies(uri, Redactor.of(secrets())).explainProbe(reply);
  }

  @Override
  public SortedMap<String, Destination> otherRegions() {
    SortedMap<String, Destination> others = new TreeMap<>();
    elsewhere.forEach(
        (region, there) ->
            others.put(
                region,
                new AmplitudeDestination(apiKey, there, Map.of(), limits, minIdLength, sync)));
    return others;
  }

  private static void write(ByteArrayOutputStream out, String ascii) {
    out.writeBytes(ascii.getBytes(StandardCharsets.UTF_8));
  }
}
