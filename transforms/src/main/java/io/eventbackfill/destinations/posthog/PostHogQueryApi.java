package io.eventbackfill.destinations.posthog;

import com.google.common.hash.Hashing;
import io.eventbackfill.delivery.Asking;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.delivery.StopJobException;
import io.eventbackfill.delivery.StoredApi;
import io.eventbackfill.model.JsonObjectWriter;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.Span;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * PostHog's query API: the events of a load, by HogQL. It is first asked how many each day has, and
 * then for windows of time that fit into an answer; one that comes back full is divided.
 *
 * <p>API queries, rate limits: 240 requests a minute and 2,400 an hour of a project, 120 an hour of
 * old ones; ten seconds a query. One question is asked at a time.
 */
final class PostHogQueryApi implements StoredApi {
  private static final String NAME = "posthog-query-api";

  /** What stands in the events of who gives no label. */
  static final String DEFAULT_LABEL = "event-backfill";

  /** No page says how long; history goes through a queue of its own that is slower (inferred). */
  private static final Duration LAG = Duration.ofHours(1);

  /** API overview: the private endpoints have another host than the Capture API. */
  private static final Map<String, URI> HOSTS =
      Map.of(
          "us", URI.create("https://us.posthog.com/"), "eu", URI.create("https://eu.posthog.com/"));

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private final PostHogQueryClient client;
  private final PostHogQueries queries;

  /**
   * The API of one project.
   *
   * @param base the private host
   * @param project the project's number
   * @param personalKey a key that may query it
   * @param label what stands in each event of the load
   */
  PostHogQueryApi(URI base, String project, Secret personalKey, String label) {
    this.client =
        new PostHogQueryClient(base.resolve("/api/projects/" + project + "/query/"), personalKey);
    this.queries = new PostHogQueries(label);
  }

  /** Where a region's projects are queried; empty if there is no such region. */
  static Optional<URI> host(String region) {
    return Optional.ofNullable(HOSTS.get(region));
  }

  /** Makes one from a command line. */
  static final class Factory implements StoredApi.Factory {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Optional<StoredApi> create(Given given, PipelineOptions options, List<String> problems) {
      PostHogOptions own = options.as(PostHogOptions.class);
      Optional<Secret> key = given.secret("personalApiKey", own.getPersonalApiKey());
      key.ifPresent(secret -> own.setPersonalApiKey(secret.toString()));
      String project = Objects.requireNonNullElse(own.getProjectId(), "");
      boolean isNumber = NUMBER.matcher(project).matches();
      if (!isNumber) {
        problems.add(
            "--projectId is required by --stored=%s: a number, from the project's settings"
                .formatted(NAME));
      }
      Optional<URI> base = base(given, own);
      return key.isEmpty() || base.isEmpty() || !isNumber
          ? Optional.empty()
          : Optional.of(new PostHogQueryApi(base.get(), project, key.get(), own.getImportLabel()));
    }

    /** Who keeps PostHog on a machine of their own has both APIs there. */
    private static Optional<URI> base(Given given, PostHogOptions own) {
      String endpoint = own.getPosthogApiEndpoint();
      if (endpoint != null) {
        return given.address("posthogApiEndpoint", endpoint);
      }
      return given.destinationEndpoint().or(() -> host(given.region()));
    }
  }

  @Override
  public String project() {
    return Hashing.sha256()
        .hashString(client.uri() + "\n" + queries.label(), StandardCharsets.UTF_8)
        .toString()
        .substring(0, 12);
  }

  @Override
  public Duration lag() {
    return LAG;
  }

  @Override
  public List<Secret> secrets() {
    return List.of(client.personalKey());
  }

  /**
   * Fetches all events of the label, whenever they were received: PostHog does not tell.
   *
   * @param uploads not looked at
   */
  @Override
  public List<String> fetch(List<Span> uploads, Asking asking, Shelf shelf)
      throws IOException, InterruptedException {
    Deque<PostHogQueryWindow> open = new ArrayDeque<>(PostHogQueries.windows(days(asking)));
    List<String> names = new ArrayList<>();
    while (!open.isEmpty()) {
      PostHogQueryWindow window = open.pop();
      if (shelf.holds(window.name()) || fetched(window, asking, shelf)) {
        names.add(window.name());
        continue;
      }
      divide(window, open, asking);
    }
    return names;
  }

  private static void divide(
      PostHogQueryWindow window, Deque<PostHogQueryWindow> open, Asking asking) {
    asking.progress().accept(window + " has too much for one answer; asking for halves");
    List<PostHogQueryWindow> halves = window.halves();
    open.push(halves.get(1));
    open.push(halves.get(0));
  }

  private SortedMap<LocalDate, Long> days(Asking asking) throws IOException, InterruptedException {
    SortedMap<LocalDate, Long> days = new TreeMap<>();
    Deque<PostHogQueryWindow> open = new ArrayDeque<>(List.of(PostHogQueryWindow.EVER));
    while (!open.isEmpty()) {
      PostHogQueryWindow window = open.pop();
      Optional<List<JsonValue>> rows = client.rows(window, queries.days(window), asking);
      if (rows.isEmpty() || rows.get().size() >= PostHogQueries.MOST_ROWS) {
        divide(window, open, asking);
        continue;
      }
      for (JsonValue row : rows.get()) {
        days.merge(day(row), number(row), Long::sum);
      }
    }
    long events = days.values().stream().mapToLong(Long::longValue).sum();
    asking
        .progress()
        .accept(
            String.format(
                Locale.ROOT, "PostHog counts %,d events on %,d days", events, days.size()));
    return days;
  }

  private LocalDate day(JsonValue row) {
    try {
      return LocalDate.parse(String.valueOf(row.elements().get(0).text()));
    } catch (DateTimeException | IndexOutOfBoundsException e) {
      throw client.notUnderstood(row.toString());
    }
  }

  private long number(JsonValue row) {
    try {
      return Long.parseLong(row.elements().get(1).toString());
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw client.notUnderstood(row.toString());
    }
  }

  /** False if it is too much for one answer. */
  private boolean fetched(PostHogQueryWindow window, Asking asking, Shelf shelf)
      throws IOException, InterruptedException {
    Path draft = Files.createTempFile("event-backfill-stored", ".jsonl");
    try {
      boolean whole =
          window.isSmallest() ? byPages(window, asking, draft) : atOnce(window, asking, draft);
      if (whole) {
        shelf.put(window.name(), draft);
        asking.progress().accept(window + " is fetched");
      }
      return whole;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private boolean atOnce(PostHogQueryWindow window, Asking asking, Path to)
      throws IOException, InterruptedException {
    String query = queries.rows(window);
    Optional<List<JsonValue>> rows = client.rows(window, query, asking);
    if (rows.isEmpty() || rows.get().size() >= PostHogQueries.MOST_ROWS) {
      return false;
    }
    try (OutputStream out = Files.newOutputStream(to)) {
      write(rows.get(), out);
    }
    return true;
  }

  /** A millisecond that more happened in than an answer holds. Pages begin where the last ended. */
  private boolean byPages(PostHogQueryWindow window, Asking asking, Path to)
      throws IOException, InterruptedException {
    String from = "";
    Set<JsonValue> seen = Set.of();
    try (OutputStream out = Files.newOutputStream(to)) {
      while (true) {
        List<JsonValue> page =
            client
                .rows(window, queries.page(window, from), asking)
                .orElseThrow(() -> tooMuchAtOnce(window));
        List<JsonValue> fresh = new ArrayList<>(page);
        fresh.removeAll(seen);
        write(fresh, out);
        if (page.size() < PostHogQueries.PAGE_ROWS) {
          return true;
        }
        if (fresh.isEmpty()) {
          throw tooMuchAtOnce(window);
        }
        String last = uuid(page.get(page.size() - 1));
        from = last;
        seen = page.stream().filter(row -> uuid(row).equals(last)).collect(Collectors.toSet());
      }
    }
  }

  private static String uuid(JsonValue row) {
    return String.valueOf(row.elements().get(0).text());
  }

  private StopJobException tooMuchAtOnce(PostHogQueryWindow window) {
    return new StopJobException(
        "PostHog's query API %s does not give %s, which is as little as can be asked for. Let the"
                .formatted(client.uri(), window)
            + " project export its events in batches, and give those files to --stored");
  }

  private void write(List<JsonValue> rows, OutputStream out) throws IOException {
    for (JsonValue row : rows) {
      List<JsonValue> cells = row.elements();
      if (cells.size() != 4) {
        throw client.notUnderstood(row.toString());
      }
      JsonObjectWriter json = new JsonObjectWriter();
      json.put("uuid", cells.get(0));
      json.put("event", cells.get(1));
      json.put("distinct_id", cells.get(2));
      json.put("timestamp", cells.get(3));
      json.put(PostHogStoredMapping.LABEL, queries.label());
      out.write(json.end());
      out.write('\n');
    }
  }
}
