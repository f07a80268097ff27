package io.eventbackfill.emulators.amplitude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.ExactJson;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.HttpAnswer;
import io.eventbackfill.emulators.LoggedRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * {@code /__admin/*}: the emulator's Java interface for those outside its process.
 *
 * <pre>
 * GET  clock                          {"now": "2026-01-01T00:00:00Z", "running": false}
 * POST clock  {"set": "…"}            or {"advance": "PT30S"}
 * GET  config                         parameters by name, as text
 * POST config {"epsThreshold": 10}    changes those named
 * GET  faults                         the script
 * POST faults[?seed=7]  script        replaces it;  DELETE faults  clears it
 * GET  events[?from=0&amp;limit=1000]     JSON lines in export shape, in order of arrival
 * GET  stats[?arrivals=true]          see {@link StatisticsJson}
 * GET  requests                       JSON lines
 * POST tamper  {"lose": ["id"], "copy": ["id"], "change": {"id": {"city": "Oslo"}}}
 * POST export  {"lag": "PT2H", "most_events": 1000, "status": 504, "answers": [503]}
 * POST reset                          see {@link AmplitudeEmulator#reset}
 * </pre>
 */
final class AdminEndpoint {

  private final Core core;

  AdminEndpoint(Core core) {
    this.core = core;
  }

  HttpAnswer respond(EmulatorRequest request) {
    Map<String, String> query = FormText.parse(request.query());
    String what = request.path().substring("/__admin/".length());
    try {
      return switch (request.method() + " " + what) {
        case "GET clock" -> clock();
        case "POST clock" -> setClock(tree(request));
        case "GET config" -> config();
        case "POST config", "PUT config" -> setConfig(tree(request));
        case "GET faults" -> text(200, core.faults().script().toString());
        case "POST faults", "PUT faults" -> setFaults(request, query);
        case "DELETE faults" -> setFaults(FaultScript.none());
        case "GET events" -> events(query);
        case "GET stats" ->
            json(StatisticsJson.of(core.statistics(), "true".equals(query.get("arrivals"))));
        case "GET requests" -> requests();
        case "POST reset" -> reset();
        case "POST tamper" -> tamper(tree(request));
        case "POST export" -> setExport(tree(request));
        default -> text(404, "no such admin endpoint: " + request.method() + " " + what);
      };
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      return text(400, String.valueOf(e.getMessage()));
    }
  }

  private HttpAnswer clock() {
    ObjectNode body = ExactJson.object();
    body.put("now", core.clock().instant().toString());
    body.put("running", core.clock().isRunning());
    return json(body);
  }

  private HttpAnswer setClock(JsonNode body) {
    if (body.hasNonNull("set")) {
      core.clock().set(Instant.parse(body.get("set").asText()));
    }
    if (body.hasNonNull("advance")) {
      core.clock().advance(Duration.parse(body.get("advance").asText()));
    }
    return clock();
  }

  private HttpAnswer config() {
    ObjectNode body = ExactJson.object();
    core.settings().texts().forEach(body::put);
    return json(body);
  }

  private HttpAnswer setConfig(JsonNode body) {
    Map<String, String> texts = new LinkedHashMap<>();
    body.properties().forEach(entry -> texts.put(entry.getKey(), setting(entry.getValue())));
    core.configure(core.settings().withTexts(texts));
    return config();
  }

  private static String setting(JsonNode value) {
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(JsonNode::asText)
          .collect(Collectors.joining(","));
    }
    if (value.isObject()) {
      return value.properties().stream()
          .map(entry -> entry.getKey() + ":" + entry.getValue().asText())
          .collect(Collectors.joining(","));
    }
    return value.asText();
  }

  private HttpAnswer setFaults(EmulatorRequest request, Map<String, String> query) {
    long seed = Long.parseLong(query.getOrDefault("seed", "0"));
    String script = new String(request.body(), StandardCharsets.UTF_8);
    return setFaults(FaultScript.parse(script).withSeed(seed));
  }

  private HttpAnswer setFaults(FaultScript script) {
    core.install(script);
    return text(200, script.toString());
  }

  private HttpAnswer events(Map<String, String> query) {
    List<StoredEvent> stored = core.stored();
    long from = Math.min(stored.size(), Long.parseLong(query.getOrDefault("from", "0")));
    long limit = Long.parseLong(query.getOrDefault("limit", Integer.toString(stored.size())));
    return lines(stored.stream().skip(from).limit(limit).map(StoredEvent::export));
  }

  private HttpAnswer requests() {
    return lines(core.log().stream().map(AdminEndpoint::row));
  }

  private static ObjectNode row(LoggedRequest request) {
    ObjectNode row = ExactJson.object();
    row.put("number", request.number());
    row.put("instant", request.instant().toString());
    row.put("path", request.path());
    row.put("status", request.status());
    row.put("connection", request.connection().name());
    row.put("events", request.eventCount());
    row.put("stored", request.storedCount());
    row.put("bytes", request.wireBytes());
    row.put("sha256", request.sha256());
    row.put("error", request.error());
    return row;
  }

  private HttpAnswer reset() {
    core.reset();
    return text(200, "reset");
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
    return text(200, "tampered");
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
    return text(200, "set");
  }

  private static JsonNode tree(EmulatorRequest request) throws IOException {
    return ExactJson.parse(request.body());
  }

  private static HttpAnswer json(JsonNode body) {
    return HttpAnswer.of(200, "application/json", ExactJson.write(body));
  }

  private static HttpAnswer text(int status, String text) {
    return HttpAnswer.of(status, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpAnswer lines(Stream<ObjectNode> rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    rows.forEach(
        row -> {
          bytes.writeBytes(ExactJson.write(row));
          bytes.write('\n');
        });
    return HttpAnswer.of(200, "application/x-ndjson", bytes.toByteArray());
  }
}
