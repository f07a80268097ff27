package io.eventbackfill.emulators.posthog;

import io.eventbackfill.emulators.CannedBody;
import io.eventbackfill.emulators.Fault;
import io.eventbackfill.emulators.FaultRule;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts PostHog's words into answers that a fault script asks for. */
final class FaultAnswers {

  /** What load balancers call the statuses that they send themselves. */
  private static final Map<Integer, String> TITLES =
      Map.of(
          403, "Forbidden",
          413, "Request Entity Too Large",
          429, "Too Many Requests",
          500, "Internal Server Error",
          502, "Bad Gateway",
          503, "Service Temporarily Unavailable",
          504, "Gateway Time-out");

  private FaultAnswers() {}

  /**
   * Refuses what has no meaning here.
   *
   * @throws IllegalArgumentException naming every rule
   */
  static void requireKnown(FaultScript script) {
    List<String> problems = new ArrayList<>();
    for (FaultRule rule : script.rules()) {
      Fault fault = rule.fault();
      if (fault.twist().firstIndexOnly()) {
        problems.add("\"" + rule.text() + "\": PostHog's answers list no indexes");
      }
      if (fault.twist().countOffset() != 0) {
        problems.add("\"" + rule.text() + "\": PostHog's answers hold no count of events");
      }
      if (fault.replaces().map(told -> told.body() == CannedBody.CODE_429).orElse(false)) {
        problems.add("\"" + rule.text() + "\": PostHog's answers hold no code beside the status");
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("Not a fault of PostHog: " + String.join("; ", problems));
    }
  }

  static HttpAnswer answer(Fault.Replacement told, Front front) {
    int status = told.status();
    String text = told.text();
    if (text != null) {
      String type = text.startsWith("<") ? "text/html" : "application/json";
      return HttpAnswer.of(status, type, text.getBytes(StandardCharsets.UTF_8));
    }
    return switch (told.body()) {
      case DOCUMENTED, CODE_429, WITHOUT_LISTS -> front.refusal(status);
      case EMPTY -> HttpAnswer.text(status, "");
      case HTML -> HttpAnswer.page(status, TITLES.getOrDefault(status, "Error"));
      case QUOTA -> front.overQuota();
    };
  }
}
