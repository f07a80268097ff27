package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.FormText;
import io.eventbackfill.emulators.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code GET /api/2/export}: a ZIP of gzipped JSON lines, by hour of upload. */
final class ExportEndpoint {

  private final Core core;

  ExportEndpoint(Core core) {
    this.core = core;
  }

  HttpAnswer respond(EmulatorRequest request) {
    int told = core.exports().next();
    return told == 0 ? usual(request) : text(told, "told to answer " + told);
  }

  private HttpAnswer usual(EmulatorRequest request) {
    AmplitudeSettings settings = core.settings();
    Optional<String[]> credentials = request.header("Authorization").flatMap(ExportEndpoint::basic);
    if (credentials.isEmpty()) {
      return text(401, "Unauthorized").withHeader("WWW-Authenticate", "Basic realm=\"export\"");
    }
    Map<String, Integer> keys = settings.validApiKeys();
    Integer project = keys.get(credentials.get()[0]);
    if (project == null && settings.acceptAnyKey()) {
      project = keys.values().stream().sorted().findFirst().orElse(null);
    }
    boolean secretGood =
        settings.secretKey().isEmpty() || settings.secretKey().equals(credentials.get()[1]);
    if (project == null || !secretGood) {
      return text(403, "Forbidden");
    }
    Optional<HourRange> range = HourRange.of(FormText.parse(request.query()));
    if (range.isEmpty()) {
      return text(400, "Invalid start or end");
    }
    return export(project, range.get());
  }

  private HttpAnswer export(int project, HourRange range) {
    ExportConditions conditions = core.exports();
    Instant visible = core.clock().instant().minus(conditions.lag());
    List<StoredEvent> events =
        core.stored().stream()
            .filter(event -> event.project() == project)
            .filter(event -> range.contains(event.uploadedAt()))
            .filter(event -> conditions.lag().isZero() || !event.uploadedAt().isAfter(visible))
            .toList();
    if (events.isEmpty()) {
      return text(404, "Raw data files were not found.");
    }
    if (events.size() > conditions.mostEvents()) {
      return text(conditions.tooMuchStatus(), "The amount of data is too large.");
    }
    byte[] zip = ExportArchive.of(events, core.settings().exportPartitionEvents());
    return HttpAnswer.of(200, "application/zip", zip)
        .withHeader("Content-Disposition", "attachment; filename=export.zip");
  }

  private static Optional<String[]> basic(String header) {
    if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(6).strip());
      String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
      return parts.length == 2 ? Optional.of(parts) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static HttpAnswer text(int status, String text) {
    return HttpAnswer.of(status, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }
}
