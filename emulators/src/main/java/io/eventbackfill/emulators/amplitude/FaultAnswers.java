package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.ExactJson;
import io.eventbackfill.emulators.Fault;
import io.eventbackfill.emulators.FaultKey;
import io.eventbackfill.emulators.FaultTrigger;
import io.eventbackfill.emulators.HttpAnswer;
import io.eventbackfill.emulators.amplitude.RateLimits.Load;
import io.eventbackfill.emulators.amplitude.Throttle.Overruns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts Amplitude's words into answers that a fault script asks for. */
final class FaultAnswers {

  private static final Map<Integer, String> ERRORS =
      Map.of(
          400, "Invalid event JSON",
          403, "Forbidden",
          408, "Request timeout",
          413, "Payload too large",
          429, "Too many requests",
          500, "Internal server error",
          502, "Bad gateway",
          503, "Service unavailable",
          504, "Gateway timeout");

  private final Upload upload;
  private final Load load;
  private final long threshold;

  FaultAnswers(Upload upload, Load load, long threshold) {
    this.upload = upload;
    this.load = load;
    this.threshold = threshold;
  }

  HttpAnswer answer(Fault.Replacement told, FaultTrigger trigger) {
    int status = told.status();
    String text = told.text();
    if (text != null) {
      String type = text.startsWith("<") ? "text/html" : "application/json";
      return HttpAnswer.of(status, type, text.getBytes(StandardCharsets.UTF_8));
    }
    return switch (told.body()) {
      case DOCUMENTED -> json(status, status == 429 ? throttled(trigger, false) : plain(status));
      case EMPTY -> HttpAnswer.of(status, "application/json", new byte[0]);
      case HTML -> HttpAnswer.page(status, ERRORS.getOrDefault(status, "Error"));
      case WITHOUT_LISTS -> json(status, plain(status));
      case QUOTA -> json(status, throttled(trigger, true));
      case CODE_429 -> json(status, throttled(trigger, false));
    };
  }

  static HttpAnswer json(int status, Reply reply) {
    return HttpAnswer.of(status, "application/json", ExactJson.write(reply.body()));
  }

  private Reply plain(int status) {
    if (status == 200) {
      return Replies.ok(upload.events().size(), upload.body().length, 0);
    }
    return Replies.error(status, ERRORS.getOrDefault(status, "Error"));
  }

  private Reply throttled(FaultTrigger trigger, boolean quota) {
    Map<String, Long> devices = new LinkedHashMap<>();
    Map<String, Long> users = new LinkedHashMap<>();
    if (trigger instanceof FaultTrigger.Key key && key.kind() != FaultKey.INSERT) {
      (key.kind() == FaultKey.DEVICE ? devices : users).put(key.id(), value(quota));
    } else {
      load.devices().keySet().forEach(id -> devices.put(id, value(quota)));
      load.users().keySet().forEach(id -> users.put(id, value(quota)));
    }
    List<Integer> events = new ArrayList<>();
    for (int i = 0; i < upload.events().size(); i++) {
      UploadedEvent.Ids ids = upload.events().get(i).ids();
      if (devices.containsKey(ids.key()) || users.containsKey(String.valueOf(ids.user()))) {
        events.add(i);
      }
    }
    Overruns named = new Overruns(devices, users);
    Overruns none = new Overruns(Map.of(), Map.of());
    return Replies.throttled(
        new Throttle(threshold, quota ? none : named, quota ? named : none, events));
  }

  /** Values like those in the examples of the Batch Event Upload API page. */
  private static long value(boolean quota) {
    return quota ? 500_900 : 4_000;
  }
}
