package io.eventbackfill.destinations.amplitude;

import com.google.common.hash.Hashing;
import io.eventbackfill.delivery.Asking;
import io.eventbackfill.delivery.Asking.Question;
import io.eventbackfill.delivery.HttpReply;
import io.eventbackfill.delivery.Redactor;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.delivery.StopJobException;
import io.eventbackfill.delivery.StoredApi;
import io.eventbackfill.model.Span;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Amplitude's Export API: what a project holds, by the hour of its upload, in ZIP files of JSON
 * lines. Asked for days, and for halves of what it says is too much.
 */
final class AmplitudeExportApi implements StoredApi {
  /** Export API: what was received is there two hours later. */
  private static final Duration LAG = Duration.ofHours(2);

  private static final String NAME = "amplitude-export-api";

  private static final Map<String, URI> HOSTS =
      Map.of(
          "us", URI.create("https://amplitude.com"),
          "eu", URI.create("https://analytics.eu.amplitude.com"));

  private final URI base;
  private final Secret apiKey;
  private final Secret secretKey;
  private final Redactor redactor;

  /**
   * The API of one project.
   *
   * @param base its scheme and host
   * @param apiKey the project's key
   * @param secretKey the project's other key, for reading
   */
  AmplitudeExportApi(URI base, Secret apiKey, Secret secretKey) {
    this.base = base;
    this.apiKey = apiKey;
    this.secretKey = secretKey;
    this.redactor = Redactor.of(List.of(apiKey, secretKey));
  }

  /** Where a region's projects are exported from; empty if there is no such region. */
  static Optional<URI> host(String region) {
    return Optional.ofNullable(HOSTS.get(region));
  }

  private enum Answer {
    TAKEN,
    TOO_MUCH
  }

  /** Makes one from a command line. */
  static final class Factory implements StoredApi.Factory {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Optional<Class<? extends PipelineOptions>> optionsType() {
      return Optional.of(AmplitudeExportOptions.class);
    }

    @Override
    public Optional<StoredApi> create(Given given, PipelineOptions options, List<String> problems) {
      AmplitudeExportOptions own = options.as(AmplitudeExportOptions.class);
      Optional<Secret> apiKey = given.apiKey();
      Optional<Secret> secretKey = given.secret("secretKey", own.getSecretKey());
      secretKey.ifPresent(secret -> own.setSecretKey(secret.toString()));
      String endpoint = own.getExportEndpoint();
      // A region that is unknown was complained of with the destination.
      Optional<URI> base =
          endpoint == null ? host(given.region()) : given.address("exportEndpoint", endpoint);
      return apiKey.isEmpty() || secretKey.isEmpty() || base.isEmpty()
          ? Optional.empty()
          : Optional.of(new AmplitudeExportApi(base.get(), apiKey.get(), secretKey.get()));
    }
  }

  @Override
  public String project() {
    return Hashing.sha256()
        .hashString(base + "\n" + apiKey.reveal(), StandardCharsets.UTF_8)
        .toString()
        .substring(0, 12);
  }

  @Override
  public Duration lag() {
    return LAG;
  }

  @Override
  public List<Secret> secrets() {
    return List.of(apiKey, secretKey);
  }

  @Override
  public List<String> fetch(List<Span> uploads, Asking asking, Shelf shelf)
      throws IOException, InterruptedException {
    Set<String> names = new LinkedHashSet<>();
    for (Span span : uploads) {
      names.addAll(download(span, asking, shelf));
    }
    return List.copyOf(names);
  }

  /**
   * Downloads all that was uploaded in the hours of a span, but for what is on the shelf.
   *
   * @param uploads in milliseconds since 1970 UTC
   * @return the names on the shelf, in the order of time; a file is empty if there was nothing
   * @throws StopJobException if the keys are wrong, an hour alone is too much, or no useful answer
   *     comes for too long; the message names no key
   * @throws IOException if a file can't be kept
   */
  List<String> download(Span uploads, Asking asking, Shelf shelf)
      throws IOException, InterruptedException {
    Deque<AmplitudeExportHours> open = new ArrayDeque<>(AmplitudeExportHours.days(uploads));
    List<String> names = new ArrayList<>();
    while (!open.isEmpty()) {
      AmplitudeExportHours hours = open.pop();
      if (shelf.holds(hours.name()) || fetched(hours, asking, shelf) == Answer.TAKEN) {
        names.add(hours.name());
        continue;
      }
      List<AmplitudeExportHours> halves = hours.halves();
      asking
          .progress()
          .accept("The export of " + hours + " is too much at once; asking for halves");
      open.push(halves.get(1));
      open.push(halves.get(0));
    }
    return names;
  }

  private Answer fetched(AmplitudeExportHours hours, Asking asking, Shelf shelf)
      throws IOException, InterruptedException {
    Path draft = Files.createTempFile("event-backfill-export", ".zip");
    try {
      Answer answer = fetched(hours, asking, draft);
      if (answer == Answer.TAKEN) {
        shelf.put(hours.name(), draft);
      }
      return answer;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private Answer fetched(AmplitudeExportHours hours, Asking asking, Path to)
      throws IOException, InterruptedException {
    HttpReply reply =
        asking.until(
            "the Export API " + base,
            "The export of " + hours,
            redactor,
            new Question() {
              @Override
              public HttpReply ask() throws IOException, InterruptedException {
                // Opened anew: an answer that broke off has left a part.
                try (OutputStream out = Files.newOutputStream(to)) {
                  return asking.http().get(hours.uri(base), headers(), out);
                }
              }

              @Override
              public boolean isAnsweredBy(HttpReply given) {
                return isTooMuch(given, hours) || !Asking.isPassing(given);
              }
            });
    int status = reply.statusOrZero();
    if (status == 200 || status == 404) {
      return Answer.TAKEN;
    }
    if (isTooMuch(reply, hours)) {
      return Answer.TOO_MUCH;
    }
    throw new StopJobException(refusal(status, hours, Asking.said(reply, redactor)));
  }

  private static boolean isTooMuch(HttpReply reply, AmplitudeExportHours hours) {
    int status = reply.statusOrZero();
    return (status == 400 || status == 504) && hours.count() > 1;
  }

  private String refusal(int status, AmplitudeExportHours hours, String said) {
    if (status == 400) {
      return "the Export API does not give %s, which is as little as can be asked for: %s. Let the"
              .formatted(hours, said)
          + " project export to a bucket, and give those files to --stored";
    }
    if (status == 401 || status == 403) {
      return "the Export API %s does not take --apiKey with --secretKey; keys are valid in one region"
              .formatted(base)
          + " only: "
          + said;
    }
    return "unexpected answer from the Export API %s: %s".formatted(base, said);
  }

  private Map<String, String> headers() {
    String user = apiKey.reveal() + ":" + secretKey.reveal();
    String encoded = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    return Map.of(
        "Authorization", "Basic " + encoded, "Accept", "*/*", "User-Agent", "event-backfill");
  }
}
