package io.eventbackfill.pipeline;

import io.eventbackfill.emulators.EmulatedService;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.EmulatorServer;
import io.eventbackfill.emulators.HttpAnswer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes lines, unless one has the word "bad" in it. */
final class LineVendor implements EmulatedService, AutoCloseable {
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final EmulatorServer server = EmulatorServer.start(0, this);

  LineVendor() throws IOException {}

  URI endpoint() {
    return server.endpoint();
  }

  List<String> taken() {
    return List.copyOf(taken);
  }

  @Override
  public long opened() {
    return 0;
  }

  @Override
  public HttpAnswer respond(long ticket, EmulatorRequest request) {
    if (!request.path().equals("/lines")) {
      return HttpAnswer.text(404, "");
    }
    List<String> lines = new String(request.body(), StandardCharsets.UTF_8).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains("bad")) {
        return HttpAnswer.text(422, Integer.toString(i));
      }
    }
    taken.addAll(lines);
    return HttpAnswer.text(200, "");
  }

  @Override
  public void closing(long ticket) {}

  @Override
  public void close() {
    server.close();
  }
}
