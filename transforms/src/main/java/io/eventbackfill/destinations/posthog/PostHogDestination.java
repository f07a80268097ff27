package io.eventbackfill.destinations.posthog;

import com.google.auto.service.AutoService;
import io.eventbackfill.batching.BatchLimits;
import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.HttpReply;
import io.eventbackfill.delivery.HttpRequestSpec;
import io.eventbackfill.delivery.Linking;
import io.eventbackfill.delivery.Load;
import io.eventbackfill.delivery.Preflight;
import io.eventbackfill.delivery.Probed;
import io.eventbackfill.delivery.Profiling;
import io.eventbackfill.delivery.Redactor;
import io.eventbackfill.delivery.Reply;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.delivery.StoredApi;
import io.eventbackfill.delivery.UndoStep;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.pacing.PacingLimits;
import io.eventbackfill.validation.EventRules;
import io.eventbackfill.validation.TimeBounds;
import io.eventbackfill.validation.UsableIds;
import io.eventbackfill.validation.YoungEvents;
import io.eventbackfill.verification.StoredForm;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * PostHog, by its Capture API and as a historical migration.
 *
 * <p>An answer of v0 is of the request as a whole, and 200 is no proof of storage: what is over a
 * quota, too old for the project or of an unknown token is dropped after it. PostHog keeps one copy
 * of events of one uuid, name, distinct_id and UTC day, so that anything may be sent again.
 */
public final class PostHogDestination implements Destination {
  private static final long serialVersionUID = 1L;

  private static final String NAME = "posthog";

  /**
   * Historical migrations: a few thousand events a second, and 10,000 requests a minute; above that
   * PostHog wants to be asked. There is no limit of a person or a day.
   */
  private static final PacingLimits VENDOR_LIMITS =
      new PacingLimits(2_000, 166, PacingLimits.NONE, PacingLimits.NONE);

  /** What PostHog's own import sends by default. */
  private static final PacingLimits DEFAULT_LIMITS =
      new PacingLimits(1_000, 100, PacingLimits.NONE, PacingLimits.NONE);

  /**
   * Capture API, sizes: one event has to fit into a message of 1,000,000 bytes, as JSON inside
   * JSON, where each quote and each backslash takes one more (inferred: 900,000 leaves room for
   * what stands around it).
   */
  private static final int MAX_ESCAPED_BYTES = 900_000;

  private static final int AROUND_EVENT_BYTES = 1_000;

  /** Capture API, timestamps: years outside 0 to 9999 become 1970. */
  private static final long FIRST_MILLIS = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();

  /** Capture API, timestamps: what is more than 23 hours ahead becomes now; less an hour for us. */
  private static final Duration MOST_AHEAD = Duration.ofHours(23 - 1);

  private final PostHogTerms terms;

  PostHogDestination(PostHogTerms terms) {
    this.terms = terms;
  }

  /** Makes the destination from a command line. */
  @AutoService(Destination.Factory.class)
  public static final class Factory implements Destination.Factory {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Class<PostHogOptions> optionsType() {
      return PostHogOptions.class;
    }

    @Override
    public Set<String> freeOptions() {
      return Set.of(
          "captureMode", "personalApiKey", "projectId", "posthogApiEndpoint", "canaryWait");
    }

    @Override
    public PacingLimits defaultLimits() {
      return DEFAULT_LIMITS;
    }

    @Override
    public Destination create(Settings settings, PipelineOptions options, List<String> problems) {
      return new PostHogDestination(
          new PostHogSetup(settings, options.as(PostHogOptions.class), problems).read());
    }

    @Override
    public List<StoredApi.Factory> storedApis() {
      return List.of(new PostHogQueryApi.Factory());
    }

    @Override
    public List<UndoStep> undoing(Load load) {
      return PostHogUndo.of(load);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public URI endpoint() {
    return requests().uri(form());
  }

  @Override
  public BatchLimits limits() {
    return terms.limits();
  }

  @Override
  public PacingLimits vendorLimits() {
    return VENDOR_LIMITS;
  }

  @Override
  public List<Secret> secrets() {
    List<Secret> secrets = new ArrayList<>(List.of(terms.token()));
    PostHogQuerying querying = terms.querying();
    if (querying != null) {
      secrets.add(querying.key());
    }
    return List.copyOf(secrets);
  }

  @Override
  public EventRules rules() {
    long latest = terms.startedAt().plus(MOST_AHEAD).toEpochMilli();
    return new EventRules(
        List.of(
            new PostHogNames(terms.keepsSessionEvents()),
            new UsableIds(new PostHogIdForm()),
            new TimeBounds(FIRST_MILLIS, latest),
            young(),
            new PostHogAlterations()));
  }

  private YoungEvents young() {
    return new YoungEvents(terms.youngAfterMillis(), terms.young());
  }

  @Override
  public Bytes render(Event event) {
    return new PostHogEvents(terms.labels(), terms.identity(), form()).render(event);
  }

  @Override
  public Optional<String> tooLarge(Bytes event) {
    long escaped = event.length();
    for (byte b : event.array()) {
      escaped += b == '"' || b == '\\' ? 1 : 0;
    }
    return escaped + AROUND_EVENT_BYTES < MAX_ESCAPED_BYTES
        ? Optional.empty()
        : Optional.of(
            "the event has %d bytes, and %d as PostHog stores it; it takes fewer than %d"
                .formatted(event.length(), escaped + AROUND_EVENT_BYTES, MAX_ESCAPED_BYTES));
  }

  /** Historical events are free; those that are too young for it are not. */
  @Override
  public boolean bills(Event event) {
    return young().isYoung(event.time().millis());
  }

  @Override
  public boolean syncsUserProperties() {
    return terms.persons() != PostHogPersonPolicy.NONE;
  }

  @Override
  public boolean knowsPersons() {
    return true;
  }

  @Override
  public Optional<Linking> linking() {
    return terms.sharedDevices() == PostHogSharedDevices.NONE
        ? Optional.empty()
        : Optional.of(persons());
  }

  @Override
  public Optional<Profiling> profiling() {
    return syncsUserProperties() ? Optional.of(persons()) : Optional.empty();
  }

  private PostHogPersons persons() {
    return new PostHogPersons(
        terms.labels(),
        terms.persons(),
        terms.sharedDevices() == PostHogSharedDevices.FIRST,
        form());
  }

  @Override
  public Optional<StoredForm> storedForm() {
    return Optional.of(new PostHogStoredForm(terms.labels().importLabel()));
  }

  /** A request is history as a whole, or it is not. */
  @Override
  public boolean canShareRequest(QueuedEvent first, QueuedEvent next) {
    return isYoung(first) == isYoung(next);
  }

  /** Capture v1 refuses a request with one uuid twice; behind v0 one of the two is lost. */
  @Override
  public Optional<String> storageKey(QueuedEvent event) {
    return Optional.of(PostHogRequests.uuid(event.body())).filter(uuid -> !uuid.isEmpty());
  }

  private boolean isYoung(QueuedEvent event) {
    return young().isYoung(event.time().millis());
  }

  @Override
  public HttpRequestSpec encode(List<QueuedEvent> batch) {
    boolean historical = batch.stream().noneMatch(this::isYoung);
    return requests().batch(form(), batch.stream().map(QueuedEvent::body).toList(), historical);
  }

  @Override
  public Reply explain(List<QueuedEvent> batch, HttpReply reply) {
    return replies().explain(batch, reply);
  }

  /** A request without events, which stores nothing; it is refused for that. */
  @Override
  public HttpRequestSpec probe() {
    return encode(List.of());
  }

  @Override
  public Probed explainProbe(HttpReply reply) {
    return replies().explainProbe(reply);
  }

  @Override
  public SortedMap<String, Destination> otherRegions() {
    SortedMap<String, Destination> others = new TreeMap<>();
    terms
        .elsewhere()
        .forEach((region, there) -> others.put(region, new PostHogDestination(terms.at(there))));
    return others;
  }

  @Override
  public Preflight preflight(Optional<Instant> since) {
    return new PostHogPreflight(terms, since).begin();
  }

  @Override
  public Destination asOf(Instant startedAt) {
    return new PostHogDestination(terms.asOf(startedAt));
  }

  private PostHogForm form() {
    return terms.capture().form();
  }

  private PostHogRequests requests() {
    return new PostHogRequests(terms.token(), terms.base(), terms.startedAt());
  }

  private PostHogReplies replies() {
    return new PostHogReplies(endpoint(), form(), Redactor.of(secrets()));
  }
}
