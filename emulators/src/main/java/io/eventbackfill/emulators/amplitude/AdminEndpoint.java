package io.eventbackfill.emulators.amplitude;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.AdminPages;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.ExactJson;
import io.eventbackfill.emulators.HttpAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * {@code /__admin/*}: the emulator's Java interface for those outside its process, beside what
 * {@link AdminPages} has for every vendor.
 *
 * <pre>
 * GET  events[?from=0&amp;limit=1000]     JSON lines in export shape, in order of arrival
 * GET  stats[?arrivals=true]          see {@link StatisticsJson}
 * POST tamper  {"lose": ["id"], "copy": ["id"], "change": {"id": {"city": "Oslo"}}}
 * POST export  {"lag": "PT2H", "most_events": 1000, "status": 504, "answers": [503]}
 * </pre>
 */
final class AdminEndpoint {

  private final Core core;
  private final AdminPages pages;

  AdminEndpoint(Core core) {
    this.core = core;
    this.pages = new AdminPages(core, this::respond);
  }

  HttpAnswer respond(EmulatorRequest request) {
    return pages.respond(request);
  }

  private Optional<HttpAnswer> respond(
      String what, EmulatorRequest request, Map<String, String> query) throws IOException {
    return switch (what) {
      case "GET events" -> Optional.of(events(query));
      case "GET stats" -> Optional.of(statistics(query));
      case "POST tamper" -> Optional.of(tamper(ExactJson.parse(request.body())));
      case "POST export" -> Optional.of(setExport(ExactJson.parse(request.body())));
      default -> Optional.empty();
    };
  }

  private HttpAnswer events(Map<String, String> query) {
    List<StoredEvent> stored = core.stored();
    long from = Math.min(stored.size(), Long.parseLong(query.getOrDefault("from", "0")));
    long limit = Long.parseLong(query.getOrDefault("limit", Integer.toString(stored.size())));
    return HttpAnswer.lines(stored.stream().skip(from).limit(limit).map(StoredEvent::export));
  }

  private HttpAnswer statistics(Map<String, String> query) {
    boolean arrivals = "true".equals(query.get("arrivals"));
    return HttpAnswer.json(200, StatisticsJson.of(core.statistics(), arrivals));
  }

  private HttpAnswer tamper(JsonNode body) {
    Tampering tampering = new Tampering(core);
    body.path("lose").forEach(id -> tampering.lose(id.asText()));
    body.path("copy").forEach(id -> tampering.copy(id.asText()));
    body.path("change")
        .properties()
        .forEach(
            event ->
                event
                    .getValue()
                    .properties()
                    .forEach(
                        field ->
                            tampering.change(event.getKey(), field.getKey(), field.getValue())));
    return HttpAnswer.text(200, "tampered");
  }

  private HttpAnswer setExport(JsonNode body) {
    ExportConditions exports = core.exports();
    if (body.hasNonNull("lag")) {
      exports.lag(Duration.parse(body.get("lag").asText()));
    }
    if (body.hasNonNull("most_events")) {
      exports.atMost(body.get("most_events").asInt(), body.path("status").asInt(504));
    }
    exports.answerFirst(
        StreamSupport.stream(body.path("answers").spliterator(), false)
            .map(JsonNode::asInt)
            .toList());
    return HttpAnswer.text(200, "set");
  }
}
