package io.eventbackfill.emulators.amplitude;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.ExactJson;
import io.eventbackfill.emulators.FormText;
import io.eventbackfill.emulators.HttpAnswer;
import io.eventbackfill.emulators.amplitude.Traffic.Count;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * {@code POST /identify} and {@code POST /groupidentify} in their smallest documented form: a form
 * with {@code api_key} and {@code identification}. Valid ones are counted, nothing is applied.
 */
final class IdentifyEndpoint {

  private final Core core;

  IdentifyEndpoint(Core core) {
    this.core = core;
  }

  HttpAnswer respond(EmulatorRequest request) {
    Map<String, String> form = FormText.parse(new String(request.body(), StandardCharsets.UTF_8));
    String key = form.getOrDefault("api_key", "");
    boolean known = core.settings().validApiKeys().containsKey(key);
    if (!known && !core.settings().acceptAnyKey()) {
      return text(400, "invalid_api_key");
    }
    if (!wellFormed(form.getOrDefault("identification", ""))) {
      return text(400, "missing_event");
    }
    synchronized (core) {
      core.world().traffic().count(Count.IDENTIFY);
    }
    return text(200, "success");
  }

  private static boolean wellFormed(String identification) {
    try {
      JsonNode tree = ExactJson.parse(identification.getBytes(StandardCharsets.UTF_8));
      return tree.isContainerNode() && !tree.isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private static HttpAnswer text(int status, String text) {
    return HttpAnswer.of(status, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }
}
