package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.ExactJson;
import io.eventbackfill.emulators.HttpAnswer;
import io.eventbackfill.emulators.posthog.HogQl.Select;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code POST /api/projects/PROJECT/query/} with a HogQL query, for a personal API key. (API
 * queries)
 */
final class QueryEndpoint {

  private static final Pattern PATH =
      Pattern.compile("/api/(?:projects|environments)/(\\d{1,9}|@current)/query");

  private static final String NO_OFFSET =
      "OFFSET is not supported on queries made with a personal API key."
          + " For pagination, use keyset pagination on the `timestamp` column.";

  private final Core core;

  QueryEndpoint(Core core) {
    this.core = core;
  }

  /** Answers a request, or nothing if the path is another one. */
  Optional<HttpAnswer> respond(EmulatorRequest request, String path) {
    Matcher m = PATH.matcher(path);
    if (!m.matches()) {
      return Optional.empty();
    }
    if (!request.method().equals("POST")) {
      return Optional.of(
          error(405, "invalid_request", "method_not_allowed", "Method not allowed."));
    }
    PostHogSettings settings = core.settings();
    Optional<HttpAnswer> refusal = refusal(request, settings);
    return Optional.of(refusal.orElseGet(() -> answer(request, m.group(1), settings)));
  }

  private Optional<HttpAnswer> refusal(EmulatorRequest request, PostHogSettings settings) {
    Optional<String> key = V1Headers.bearer(request);
    if (key.isEmpty()) {
      return Optional.of(
          unauthorized("not_authenticated", "Authentication credentials were not provided."));
    }
    if (settings.personalKeys().contains(key.get())) {
      return Optional.empty();
    }
    String words = "Personal API key found in request Authorization header is invalid.";
    // The words are from a report about a project token (#27656), which names no status.
    return Optional.of(
        key.get().startsWith("phc_")
            ? error(403, "authentication_error", "authentication_failed", words)
            : unauthorized("authentication_failed", words));
  }

  private static HttpAnswer unauthorized(String code, String detail) {
    return error(401, "authentication_error", code, detail)
        .withHeader("WWW-Authenticate", "Bearer");
  }

  private HttpAnswer answer(EmulatorRequest request, String project, PostHogSettings settings) {
    List<Integer> projects = settings.validTokens().values().stream().sorted().toList();
    boolean current = project.equals("@current");
    if (projects.isEmpty() || !(current || projects.contains(Integer.valueOf(project)))) {
      return error(404, "invalid_request", "not_found", "Project not found.");
    }
    int asked = current ? projects.get(0) : Integer.parseInt(project);
    try {
      JsonNode query = ExactJson.parse(request.body()).path("query");
      if (!query.path("kind").asText().equals("HogQLQuery") || !query.path("query").isTextual()) {
        return invalid("this stand-in answers queries of the kind HogQLQuery alone");
      }
      return run(HogQlParser.parse(query.path("query").textValue()), asked, settings);
    } catch (IOException e) {
      return error(400, "validation_error", "parse_error", "JSON parse error");
    } catch (HogQl.Invalid e) {
      return invalid(String.valueOf(e.getMessage()));
    }
  }

  private HttpAnswer run(Select select, int project, PostHogSettings settings) {
    if (select.window().offset().isPresent() && !settings.queryOffset()) {
      return invalid(NO_OFFSET);
    }
    synchronized (core) {
      World world = core.world();
      Instant now = core.clock().instant();
      if (!world.queries().allows(settings.queriesPerMinute(), now)) {
        long pause = QueryPace.WINDOW.toSeconds();
        String words = "Request was throttled. Expected available in " + pause + " seconds.";
        return error(429, "throttled_error", "throttled", words)
            .withHeader("Retry-After", Long.toString(pause));
      }
      boolean raw = settings.queryView() == QueryView.RAW;
      Instant visible = now.minusSeconds(settings.queryLagSeconds());
      List<StoredEvent> rows =
          (raw ? world.rows().raw() : world.rows().merged())
              .stream()
                  .filter(row -> row.project() == project)
                  .filter(row -> !row.arrival().insertedAt().isAfter(visible))
                  .toList();
      return HttpAnswer.json(200, HogQlRun.answer(select, rows));
    }
  }

  private static HttpAnswer invalid(String detail) {
    return error(400, "validation_error", "invalid_input", detail);
  }

  private static HttpAnswer error(int status, String type, String code, String detail) {
    ObjectNode body = ExactJson.object();
    body.put("type", type);
    body.put("code", code);
    body.put("detail", detail);
    body.putNull("attr");
    return HttpAnswer.json(status, body);
  }
}
