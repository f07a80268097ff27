package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.AdminPages;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.ExactJson;
import io.eventbackfill.emulators.HttpAnswer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code /__admin/*}: the emulator's Java interface for those outside its process, beside what
 * {@link AdminPages} has for every vendor. Lists are JSON lines.
 *
 * <pre>
 * GET  events[?raw=true&amp;from=0&amp;limit=1000]   rows, merged unless raw is asked for
 * GET  persons                     one line per person
 * GET  groups
 * GET  warnings                    what PostHog tells on its page of ingestion warnings
 * GET  drops                       events lost behind a 200
 * GET  stats                       see {@link PostHogStatistics}
 * POST tamper  {"lose": [uuid], "copy": [uuid], "change": {uuid: {"event": "other"}}}
 * </pre>
 */
final class AdminEndpoint implements AdminPages.VendorPages {

  private final Core core;

  AdminEndpoint(Core core) {
    this.core = core;
  }

  @Override
  public Optional<HttpAnswer> respond(
      String what, EmulatorRequest request, Map<String, String> query) throws IOException {
    return switch (what) {
      case "GET events" -> Optional.of(events(query));
      case "GET persons" ->
          Optional.of(
              HttpAnswer.lines(core.persons().values().stream().distinct().map(Person::json)));
      case "GET groups" ->
          Optional.of(HttpAnswer.lines(core.groups().stream().map(AdminEndpoint::row)));
      case "GET warnings" ->
          Optional.of(HttpAnswer.lines(core.warnings().stream().map(AdminEndpoint::row)));
      case "GET drops" ->
          Optional.of(HttpAnswer.lines(core.drops().stream().map(AdminEndpoint::row)));
      case "GET stats" -> Optional.of(HttpAnswer.json(200, core.statistics().json()));
      case "POST tamper" -> Optional.of(tamper(ExactJson.parse(request.body())));
      default -> Optional.empty();
    };
  }

  private HttpAnswer events(Map<String, String> query) {
    List<StoredEvent> rows = "true".equals(query.get("raw")) ? core.storedRaw() : core.stored();
    long from = Long.parseLong(query.getOrDefault("from", "0"));
    long limit = Long.parseLong(query.getOrDefault("limit", Integer.toString(rows.size())));
    return HttpAnswer.lines(rows.stream().skip(from).limit(limit).map(StoredEvent::json));
  }

  private static ObjectNode row(Group group) {
    ObjectNode row = ExactJson.object();
    row.put("index", group.index());
    row.put("type", group.type());
    row.put("key", group.key());
    row.set("properties", group.properties());
    return row;
  }

  private static ObjectNode row(IngestionWarning warning) {
    ObjectNode row = ExactJson.object();
    row.put("type", warning.type());
    row.put("event", warning.event().toString());
    ObjectNode details = row.putObject("details");
    warning.details().forEach(details::put);
    return row;
  }

  private static ObjectNode row(Drop drop) {
    ObjectNode row = ExactJson.object();
    row.put("uuid", drop.uuid().toString());
    row.put("event", drop.event());
    row.put("distinct_id", drop.distinctId());
    row.put("reason", drop.reason());
    return row;
  }

  private HttpAnswer tamper(JsonNode body) {
    Tampering tampering = new Tampering(core);
    body.path("lose").forEach(id -> tampering.lose(UUID.fromString(id.asText())));
    body.path("copy").forEach(id -> tampering.copy(UUID.fromString(id.asText())));
    for (Map.Entry<String, JsonNode> event : body.path("change").properties()) {
      UUID uuid = UUID.fromString(event.getKey());
      for (Map.Entry<String, JsonNode> field : event.getValue().properties()) {
        tampering.change(uuid, field.getKey(), field.getValue());
      }
    }
    return HttpAnswer.text(200, "tampered");
  }
}
