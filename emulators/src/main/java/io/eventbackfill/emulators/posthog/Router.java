package io.eventbackfill.emulators.posthog;

import io.eventbackfill.emulators.AdminPages;
import io.eventbackfill.emulators.EmulatedService;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.HttpAnswer;

/** Finds the endpoint for a path, with or without a slash at its end. */
final class Router implements EmulatedService {

  private final Core core;
  private final CaptureEndpoint capture;
  private final AdminPages admin;
  private final QueryEndpoint queries;
  private final Front v0 = new V0Front();
  private final Front v1 = new V1Front();

  Router(Core core) {
    this.core = core;
    capture = new CaptureEndpoint(core);
    queries = new QueryEndpoint(core);
    admin = new AdminPages(core, new AdminEndpoint(core));
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
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return switch (bare) {
      case "/batch", "/capture", "/i/v0/e" ->
          core.settings().v0Registered() ? captured(ticket, request, v0) : unknown();
      case "/i/v1/analytics/events" ->
          core.settings().v1Registered() ? captured(ticket, request, v1) : unknown();
      default -> queries.respond(request, bare).orElseGet(Router::unknown);
    };
  }

  @Override
  public void closing(long ticket) {
    core.inFlight().closing(ticket);
  }

  private HttpAnswer captured(long ticket, EmulatorRequest request, Front front) {
    return request.method().equals("POST")
        ? capture.respond(ticket, request, front)
        : HttpAnswer.text(405, "");
  }

  private static HttpAnswer unknown() {
    return HttpAnswer.text(404, "");
  }
}
