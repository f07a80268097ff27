package io.eventbackfill.delivery;

import io.eventbackfill.delivery.HttpReply.Answered;
import io.eventbackfill.delivery.HttpReply.Failed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a vendor is asked what it has stored.
 *
 * @param http one attempt
 * @param waiting what passes between two
 * @param retry how long, and when to give up
 * @param progress takes a sentence for whatever takes its time
 */
public record Asking(
    HttpDownload http, Waiting waiting, RetryPolicy retry, Consumer<String> progress) {

  /** Words from elsewhere end in messages; a page of HTML should not. */
  private static final int MAX_DETAIL = 300;

  /** One thing to be asked, as often as it takes. */
  public interface Question {

    /** Asks once. */
    HttpReply ask() throws IOException, InterruptedException;

    /** False if the same question may have another answer later. */
    boolean isAnsweredBy(HttpReply reply);
  }

  /**
   * Asks until there is an answer that means something.
   *
   * @param whom the API, as messages name it
   * @param what is asked for, likewise
   * @param redactor takes out of messages what nobody may see
   * @throws StopJobException if no useful answer comes for too long
   * @throws IOException if the answer can't be kept
   */
  public HttpReply until(String whom, String what, Redactor redactor, Question question)
      throws IOException, InterruptedException {
    Instant begun = waiting.now();
    for (int attempt = 1; ; attempt++) {
      HttpReply reply = question.ask();
      if (question.isAnsweredBy(reply)) {
        return reply;
      }
      Instant now = waiting.now();
      Optional<Duration> wait =
          retry.waitBefore(
              attempt, hint(reply, now), Duration.between(begun, now), waiting.random());
      if (wait.isEmpty()) {
        throw new StopJobException(
            "%s gives no useful answer: %s".formatted(whom, said(reply, redactor)));
      }
      progress.accept("%s: %s; asking again".formatted(what, said(reply, redactor)));
      waiting.sleeper().sleep(wait.get());
    }
  }

  /** True if an answer, or its absence, says nothing about the question. */
  public static boolean isPassing(HttpReply reply) {
    int status = reply.statusOrZero();
    return status == 0 || status == 408 || status == 429 || status >= 500;
  }

  /** A reply in a few words, none of them a secret. */
  public static String said(HttpReply reply, Redactor redactor) {
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

  private static Duration hint(HttpReply reply, Instant now) {
    return reply instanceof Answered answered
        ? answered.retryAfter().map(value -> RetryAfter.parse(value, now)).orElse(Duration.ZERO)
        : Duration.ZERO;
  }
}
