package io.eventbackfill.destinations.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.delivery.HttpReply;
import io.eventbackfill.delivery.HttpReply.Answered;
import io.eventbackfill.delivery.Preflight;
import io.eventbackfill.delivery.Preflight.Ask;
import io.eventbackfill.delivery.Preflight.Ready;
import io.eventbackfill.delivery.Preflight.Refused;
import io.eventbackfill.delivery.Probed.Finding;
import io.eventbackfill.delivery.Redactor;
import io.eventbackfill.delivery.Verdict;
import io.eventbackfill.delivery.Verdict.Action;
import io.eventbackfill.model.QueuedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is found out before PostHog is sent the first event: which version of its Capture API there
 * is, where that was left open; and whether the project keeps old events, which no answer to an
 * event tells.
 */
final class PostHogPreflight {
  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final int MOST_ATTEMPTS = 5;

  private final PostHogTerms terms;
  private final Optional<Instant> since;
  private final Redactor redactor;
  private final List<String> remarks = new ArrayList<>();

  PostHogPreflight(PostHogTerms terms, Optional<Instant> since) {
    this.terms = terms;
    this.since = since;
    this.redactor = Redactor.of(new PostHogDestination(terms).secrets());
  }

  Preflight begin() {
    return terms.capture() == PostHogCapture.AUTO ? askForV1(1) : askForCanary(terms);
  }

  private Preflight askForV1(int attempt) {
    PostHogDestination v1 = new PostHogDestination(terms.by(PostHogCapture.V1));
    return new Ask(
        "whether v1 of the Capture API is there",
        attempt == 1 ? Duration.ZERO : AGAIN,
        v1.probe(),
        reply -> heardOfV1(v1, reply, attempt));
  }

  /** It is registered only where it is configured, so 404 means that v0 is the one to use. */
  private Preflight heardOfV1(PostHogDestination v1, HttpReply reply, int attempt) {
    boolean json =
        reply instanceof Answered answered
            && PostHogAnswer.read(answered, redactor).body().isObject();
    Finding found = v1.explainProbe(reply).finding();
    if (found == Finding.UNPROVEN && json) {
      return by(PostHogCapture.V1, "v1 of the Capture API is there, and is used.");
    }
    if (found == Finding.UNKNOWN_KEY) {
      return new Refused(v1.explainProbe(reply).detail());
    }
    if (found == Finding.NO_ANSWER && attempt < MOST_ATTEMPTS) {
      return askForV1(attempt + 1);
    }
    return by(
        PostHogCapture.V0,
        "v1 of the Capture API is not there (%s); v0 is used.".formatted(reply.label()));
  }

  private Preflight by(PostHogCapture capture, String remark) {
    remarks.add(remark);
    return askForCanary(terms.by(capture));
  }

  private Preflight askForCanary(PostHogTerms decided) {
    PostHogQuerying querying = decided.querying();
    if (querying == null) {
      remarks.add(
          "Not checked: whether the project drops old events (its setting drop_events_older_than)."
              + " That takes --personalApiKey and --projectId.");
      return new Ready(new PostHogDestination(decided), false, List.copyOf(remarks));
    }
    PostHogCanary tenYears = PostHogCanary.before(decided.startedAt());
    Instant young = Instant.ofEpochMilli(decided.youngAfterMillis());
    // Of a range that is all young there is nothing that the setting could drop.
    PostHogCanary canary =
        since.filter(time -> time.isBefore(young)).map(PostHogCanary::new).orElse(tenYears);
    return new Search(decided, querying, canary).send(1);
  }

  /** Sends an old event and looks for it. */
  private final class Search {
    private final PostHogDestination destination;
    private final PostHogQuerying querying;
    private final PostHogCanary canary;
    private final QueuedEvent event;

    Search(PostHogTerms decided, PostHogQuerying querying, PostHogCanary canary) {
      this.destination = new PostHogDestination(decided);
      this.querying = querying;
      this.canary = canary;
      this.event = canary.event(decided.capture().form());
    }

    Preflight send(int attempt) {
      return new Ask(
          "sending an event of " + canary.timestamp(),
          attempt == 1 ? Duration.ZERO : AGAIN,
          destination.encode(List.of(event)),
          reply -> sent(reply, attempt));
    }

    private Preflight sent(HttpReply reply, int attempt) {
      Verdict verdict = destination.explain(List.of(event), reply).verdicts().get(0);
      if (verdict.action() == Action.ACCEPT) {
        return look(1);
      }
      boolean mayPass =
          switch (verdict.action()) {
            case HOLD, PAUSE, UNKNOWN, RESEND -> true;
            case ACCEPT, DEFER, REJECT, SPLIT, STOP_JOB -> false;
          };
      return mayPass && attempt < MOST_ATTEMPTS
          ? send(attempt + 1)
          : new Refused("the event that was to be stored first was not: " + verdict.detail());
    }

    private Preflight look(int attempt) {
      return new Ask(
          "looking for it in project " + querying.project(),
          attempt == 1 ? Duration.ZERO : AGAIN,
          canary.query(querying),
          reply -> looked(reply, attempt));
    }

    private Preflight looked(HttpReply reply, int attempt) {
      String said = reply.label();
      if (reply instanceof Answered answered) {
        PostHogAnswer answer = PostHogAnswer.read(answered, redactor);
        JsonNode rows = answer.body().path("results");
        if (answer.status() == 200 && !rows.isEmpty()) {
          remarks.add("An event of " + canary.timestamp() + " was sent, and found in the project.");
          return new Ready(destination, true, List.copyOf(remarks));
        }
        Optional<Refused> wrong = wrong(answer);
        if (wrong.isPresent()) {
          return wrong.get();
        }
        said = answer.status() == 200 ? "it is not there" : answer.said();
      }
      boolean isLast = AGAIN.multipliedBy(attempt - 1).compareTo(querying.patience()) >= 0;
      return isLast ? notFound(said) : look(attempt + 1);
    }

    private Optional<Refused> wrong(PostHogAnswer answer) {
      String question = "the question whether project " + querying.project() + " has it: ";
      return switch (answer.status()) {
        case 400, 404 ->
            Optional.of(new Refused(querying.api() + " refuses " + question + answer.said()));
        case 401, 403 ->
            Optional.of(
                new Refused(
                    "--personalApiKey may not ask "
                        + querying.api()
                        + " (it needs the scope query:read): "
                        + answer.said()));
        default -> Optional.empty();
      };
    }

    private Refused notFound(String said) {
      return new Refused(
          "an event of %s was accepted, and project %s does not have it after %d s (%s): switch off"
                  .formatted(
                      canary.timestamp(), querying.project(), querying.patience().toSeconds(), said)
              + " the project's setting drop_events_older_than, see that --apiKey is that project's"
              + " token, or give it longer by --canaryWait");
    }
  }
}
