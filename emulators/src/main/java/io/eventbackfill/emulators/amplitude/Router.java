package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.AdminPages;
import io.eventbackfill.emulators.EmulatedService;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.HttpAnswer;

/** Finds the endpoint for a path. */
final class Router implements EmulatedService {

  private final Core core;
  private final UploadEndpoint uploads;
  private final IdentifyEndpoint identifies;
  private final ExportEndpoint exports;
  private final AdminEndpoint admin;

  Router(Core core) {
    this.core = core;
    uploads = new UploadEndpoint(core);
    identifies = new IdentifyEndpoint(core);
    exports = new ExportEndpoint(core);
    admin = new AdminEndpoint(core);
  }

  @Override
  public long opened() {
    return core.inFlight().opened();
  }

  @Override
  public HttpAnswer respond(long ticket, EmulatorRequest request) {
    String path = request.path();
    if (AdminPages.isAbout(path)) {
      return admin.respond(request);
    }
    return switch (path) {
      case "/batch", "/2/httpapi" ->
          request.method().equals("POST") ? uploads.respond(ticket, request) : wrongMethod();
      case "/identify", "/groupidentify" ->
          request.method().equals("POST") ? identifies.respond(request) : wrongMethod();
      case "/api/2/export" ->
          request.method().equals("GET") ? exports.respond(request) : wrongMethod();
      default -> {
        int status = (int) core.settings().unknownPathStatus();
        yield FaultAnswers.json(status, Replies.error(status, "Invalid request path"));
      }
    };
  }

  @Override
  public void closing(long ticket) {
    core.inFlight().closing(ticket);
  }

  private static HttpAnswer wrongMethod() {
    return FaultAnswers.json(405, Replies.error(405, "Method not allowed"));
  }
}
