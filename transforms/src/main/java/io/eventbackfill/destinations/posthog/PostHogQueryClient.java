package io.eventbackfill.destinations.posthog;

import io.eventbackfill.delivery.Asking;
import io.eventbackfill.delivery.Asking.Question;
import io.eventbackfill.delivery.HttpReply;
import io.eventbackfill.delivery.HttpReply.Answered;
import io.eventbackfill.delivery.HttpReply.Failed;
import io.eventbackfill.delivery.HttpRequestSpec;
import io.eventbackfill.delivery.Redactor;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.delivery.StopJobException;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.JsonObjectWriter;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import io.eventbackfill.model.MalformedJsonException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Questions to one project, and what the answers mean (API queries).
 *
 * @param uri the query endpoint of the project
 * @param personalKey a key that may ask it
 */
record PostHogQueryClient(URI uri, Secret personalKey) {
  /** Took too long, was expected to, or needed too much memory (from the API's own source). */
  private static final Set<Integer> TOO_MUCH = Set.of(504, 512, 513);

  /**
   * The rows of an answer; empty if the window is too large for one.
   *
   * @throws StopJobException if the key or the project is wrong, the answer is not understood, or
   *     none comes for too long
   */
  Optional<List<JsonValue>> rows(PostHogQueryWindow window, String query, Asking asking)
      throws IOException, InterruptedException {
    HttpRequestSpec request = request(query);
    boolean divisible = !window.isSmallest();
    HttpReply reply =
        asking.until(
            "PostHog's query API " + uri,
            "What is stored from " + window,
            redactor(),
            new Question() {
              @Override
              public HttpReply ask() throws InterruptedException {
                return asking.http().send(request);
              }

              @Override
              public boolean isAnsweredBy(HttpReply given) {
                return (divisible && isTooMuch(given)) || !Asking.isPassing(given);
              }
            });
    if (reply instanceof Answered answered && answered.status() == 200) {
      return Optional.of(rows(answered));
    }
    if (isTooMuch(reply)) {
      return Optional.empty();
    }
    throw new StopJobException(refusal(reply));
  }

  private static boolean isTooMuch(HttpReply reply) {
    return TOO_MUCH.contains(reply.statusOrZero())
        || (reply instanceof Failed failed && failed.kind().equals("reply-too-long"));
  }

  private List<JsonValue> rows(Answered reply) {
    try {
      JsonValue results =
          JsonValue.parseObject(reply.body().array()).getOrDefault("results", JsonValue.NULL);
      if (results.kind() == Kind.ARRAY) {
        return results.elements();
      }
    } catch (MalformedJsonException e) {
      // Said below.
    }
    throw notUnderstood(Asking.said(reply, redactor()));
  }

  /** An answer that is not what the API's pages say. */
  StopJobException notUnderstood(String said) {
    return new StopJobException(
        "unexpected answer from PostHog's query API %s: %s".formatted(uri, said));
  }

  private String refusal(HttpReply reply) {
    String said = Asking.said(reply, redactor());
    return switch (reply.statusOrZero()) {
      case 401, 403 ->
          "PostHog's query API %s does not take --personalApiKey: it needs the scope query:read, and"
                  .formatted(uri)
              + " keys are valid in one region only: "
              + said;
      case 404 -> "PostHog's query API %s knows no such --projectId: %s".formatted(uri, said);
      default -> "unexpected answer from PostHog's query API %s: %s".formatted(uri, said);
    };
  }

  /** What was answered before must not be answered again: the question is what is there now. */
  private HttpRequestSpec request(String query) {
    Map<String, JsonValue> question = new TreeMap<>();
    question.put("kind", JsonValue.of("HogQLQuery"));
    question.put("query", JsonValue.of(query));
    JsonObjectWriter body = new JsonObjectWriter();
    body.put("query", JsonValue.object(question));
    body.put("refresh", "force_blocking");
    body.put("name", "event-backfill verify");
    Map<String, String> headers =
        Map.of(
            "Authorization", "Bearer " + personalKey.reveal(),
            "Content-Type", "application/json",
            "Accept", "application/json",
            "User-Agent", "event-backfill");
    return new HttpRequestSpec(uri, headers, Bytes.of(body.end()));
  }

  private Redactor redactor() {
    return Redactor.of(List.of(personalKey));
  }
}
