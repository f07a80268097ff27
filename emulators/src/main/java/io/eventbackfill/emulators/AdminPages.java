package io.eventbackfill.emulators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The part of {@code /__admin/*} that is the same for every vendor.
 *
 * <pre>
 * GET  clock                          {"now": "2026-01-01T00:00:00Z", "running": false}
 * POST clock  {"set": "…"}            or {"advance": "PT30S"}
 * GET  config                         settings by name, as text
 * POST config {"name": value}         changes those named
 * GET  faults                         the script
 * POST faults[?seed=7]  script        replaces it;  DELETE faults  clears it
 * GET  requests                       JSON lines
 * POST reset                          forgets all but settings, script and clock
 * </pre>
 */
public final class AdminPages {

  private static final String PREFIX = "/__admin/";

  private final Administered emulator;
  private final VendorPages vendor;

  /** The pages that only one vendor has. */
  @FunctionalInterface
  public interface VendorPages {

    /**
     * Answers a request.
     *
     * @param what method and page, such as {@code GET events}
     * @param query the query's names and values
     * @return nothing if the vendor has no such page
     * @throws IOException if the body is not JSON
     * @throws IllegalArgumentException if the body asks for what is not possible
     */
    Optional<HttpAnswer> respond(String what, EmulatorRequest request, Map<String, String> query)
        throws IOException;
  }

  /** Pages about {@code emulator}. */
  public AdminPages(Administered emulator, VendorPages vendor) {
    this.emulator = emulator;
    this.vendor = vendor;
  }

  /** Whether a path is that of an admin page. */
  public static boolean isAbout(String path) {
    return path.startsWith(PREFIX);
  }

  /** Answers a request to such a path; what cannot be done is a 400 that says why. */
  public HttpAnswer respond(EmulatorRequest request) {
    Map<String, String> query = FormText.parse(request.query());
    String what = request.method() + " " + request.path().substring(PREFIX.length());
    try {
      return switch (what) {
        case "GET clock" -> clock();
        case "POST clock" -> setClock(ExactJson.parse(request.body()));
        case "GET config" -> config();
        case "POST config", "PUT config" -> setConfig(ExactJson.parse(request.body()));
        case "GET faults" -> HttpAnswer.text(200, emulator.script().toString());
        case "POST faults", "PUT faults" -> setFaults(request, query);
        case "DELETE faults" -> setFaults(FaultScript.none());
        case "GET requests" -> HttpAnswer.lines(emulator.log().stream().map(AdminPages::row));
        case "POST reset" -> reset();
        default ->
            vendor
                .respond(what, request, query)
                .orElseGet(() -> HttpAnswer.text(404, "no such admin endpoint: " + what));
      };
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      return HttpAnswer.text(400, String.valueOf(e.getMessage()));
    }
  }

  private HttpAnswer clock() {
    ObjectNode body = ExactJson.object();
    body.put("now", emulator.clock().instant().toString());
    body.put("running", emulator.clock().isRunning());
    return HttpAnswer.json(200, body);
  }

  private HttpAnswer setClock(JsonNode body) {
    if (body.hasNonNull("set")) {
      emulator.clock().set(Instant.parse(body.get("set").asText()));
    }
    if (body.hasNonNull("advance")) {
      emulator.clock().advance(Duration.parse(body.get("advance").asText()));
    }
    return clock();
  }

  private HttpAnswer config() {
    ObjectNode body = ExactJson.object();
    emulator.settingTexts().forEach(body::put);
    return HttpAnswer.json(200, body);
  }

  private HttpAnswer setConfig(JsonNode body) {
    Map<String, String> texts = new LinkedHashMap<>();
    body.properties().forEach(entry -> texts.put(entry.getKey(), setting(entry.getValue())));
    emulator.configure(texts);
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
    emulator.install(script);
    return HttpAnswer.text(200, script.toString());
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
    emulator.reset();
    return HttpAnswer.text(200, "reset");
  }
}
