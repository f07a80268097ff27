package io.eventbackfill.destinations;

import io.eventbackfill.delivery.HttpDownload;
import io.eventbackfill.delivery.HttpReply;
import io.eventbackfill.delivery.HttpReply.Answered;
import io.eventbackfill.delivery.HttpReply.Failed;
import io.eventbackfill.delivery.Redactor;
import io.eventbackfill.delivery.RetryAfter;
import io.eventbackfill.delivery.RetryPolicy;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.delivery.StopJobException;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.model.Span;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Amplitude's Export API: what a project holds, by the hour of its upload, in ZIP files of JSON
 * lines. Asked for days, and for halves of what it says is too much.
 */
public final class AmplitudeExportApi {
  /** Export API: what was received is there two hours later. */
  public static final Duration LAG = Duration.ofHours(2);

  private static final Map<String, URI> HOSTS =
      Map.of(
          "us", URI.create("https://amplitude.com"),
          "eu", URI.create("https://analytics.eu.amplitude.com"));

  /** Words from elsewhere end in messages; a page of HTML should not. */
  private static final int MAX_DETAIL = 300;

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
  public AmplitudeExportApi(URI base, Secret apiKey, Secret secretKey) {
    this.base = base;
    this.apiKey = apiKey;
    this.secretKey = secretKey;
    this.redactor = Redactor.of(List.of(apiKey, secretKey));
  }

  /** Where a region's projects are exported from; empty if there is no such region. */
  public static Optional<URI> host(String region) {
    return Optional.ofNullable(HOSTS.get(region));
  }

  /** Keeps what was downloaded. */
  public interface Shelf {

    /** True if it was downloaded before. */
    boolean holds(String name) throws IOException;

    /** Keeps a whole file; from then on it holds it. */
    void put(String name, Path file) throws IOException;
  }

  /**
   * How it is asked.
   *
   * @param http one attempt
   * @param waiting what passes between two
   * @param retry how long, and when to give up
   * @param progress takes a sentence for whatever takes its time
   */
  public record Asking(
      HttpDownload http, Waiting waiting, RetryPolicy retry, Consumer<String> progress) {}

  private enum Answer {
    TAKEN,
    TOO_MUCH
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
  public List<String> download(Span uploads, Asking asking, Shelf shelf)
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
    Instant begun = asking.waiting().clock().instant();
    for (int attempt = 1; ; attempt++) {
      HttpReply reply;
      // Opened anew: an answer that broke off has left a part.
      try (OutputStream out = Files.newOutputStream(to)) {
        reply = asking.http().get(hours.uri(base), headers(), out);
      }
      int status = reply.statusOrZero();
      if (status == 200 || status == 404) {
        return Answer.TAKEN;
      }
      if ((status == 400 || status == 504) && hours.count() > 1) {
        return Answer.TOO_MUCH;
      }
      if (!isPassing(status)) {
        throw new StopJobException(refusal(status, hours, said(reply)));
      }
      Instant now = asking.waiting().clock().instant();
      Optional<Duration> wait =
          asking
              .retry()
              .waitBefore(
                  attempt,
                  hint(reply, now),
                  Duration.between(begun, now),
                  asking.waiting().random());
      if (wait.isEmpty()) {
        throw new StopJobException(
            "the Export API %s gives no useful answer: %s".formatted(base, said(reply)));
      }
      asking.progress().accept("The export of %s: %s; asking again".formatted(hours, said(reply)));
      asking.waiting().sleeper().sleep(wait.get());
    }
  }

  private static boolean isPassing(int status) {
    return status == 0 || status == 408 || status == 429 || status >= 500;
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

  private static Duration hint(HttpReply reply, Instant now) {
    return reply instanceof Answered answered
        ? answered.retryAfter().map(value -> RetryAfter.parse(value, now)).orElse(Duration.ZERO)
        : Duration.ZERO;
  }

  private String said(HttpReply reply) {
    if (reply instanceof Failed failed) {
      return redactor.redact(failed.kind() + ": " + failed.detail());
    }
    String body = ((Answered) reply).body().text().replaceAll("\\s+", " ").strip();
    String words = redactor.redact(body);
    return "HTTP %d %s"
        .formatted(
            reply.statusOrZero(),
            words.length() > MAX_DETAIL ? words.substring(0, MAX_DETAIL) + "..." : words)
        .strip();
  }

  private Map<String, String> headers() {
    String user = apiKey.reveal() + ":" + secretKey.reveal();
    String encoded = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    return Map.of(
        "Authorization", "Basic " + encoded, "Accept", "*/*", "User-Agent", "event-backfill");
  }
}
