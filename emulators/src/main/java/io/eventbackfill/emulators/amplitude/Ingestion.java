package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.amplitude.RateLimits.Load;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes or refuses one request. Runs under the lock that guards the {@link World}. */
final class Ingestion {

  private final Intake.Context context;
  private final AmplitudeSettings settings;
  private final World world;
  private final Instant now;

  Ingestion(Intake.Context context) {
    this.context = context;
    this.settings = context.settings();
    this.world = context.world();
    this.now = context.now();
  }

  Reply process(Upload upload, Load load, IndexMode indexMode) {
    Checks checks = new Checks(settings, indexMode, upload);
    Optional<Reply> refusal = checks.refusal();
    Optional<Integer> project = checks.project();
    if (refusal.isPresent() || project.isEmpty()) {
      boolean keepsRest = project.isPresent() && upload.events().size() <= settings.maxEvents();
      if (keepsRest && upload.unreadable() == null) {
        storeRest(upload, project.get(), except(upload, checks));
      }
      return refusal.orElseThrow();
    }
    return limited(upload, load, project.get());
  }

  private Reply limited(Upload upload, Load load, int project) {
    RateLimits limits = world.project(project, settings).limits();
    boolean batch = !upload.wire().path().equals("/2/httpapi");
    RateLimits.Bounds bounds =
        new RateLimits.Bounds(
            batch ? settings.epsThreshold() : settings.httpApiEpsThreshold(),
            settings.dailyQuota());
    long millis = now.toEpochMilli();
    Throttle throttle = limits.assess(load, upload.events(), bounds, millis);
    Set<String> silenced = new LinkedHashSet<>(load.devices().keySet());
    silenced.retainAll(settings.silencedDevices());
    if (!silenced.isEmpty()) {
      List<Integer> events = indexes(upload, silenced);
      Set<Integer> blamed = new HashSet<>(events);
      blamed.addAll(throttle.events());
      storeRest(upload, project, blamed);
      return Replies.silenced(silenced, events, throttle);
    }
    boolean projectOver = limits.projectOver(load, settings.projectEps(), millis);
    if (projectOver || throttle.any()) {
      if (settings.countRejected()) {
        limits.refused(load, millis);
      }
      if (projectOver) {
        return Replies.error(429, "Too many requests");
      }
      storeRest(upload, project, new HashSet<>(throttle.events()));
      return Replies.throttled(throttle);
    }
    limits.accepted(load, millis);
    store(upload, project, Set.of());
    long uploaded = now.plus(StoredEvent.UPLOAD_LAG).toEpochMilli();
    return Replies.ok(upload.events().size(), upload.body().length, uploaded);
  }

  private static List<Integer> indexes(Upload upload, Set<String> devices) {
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i < upload.events().size(); i++) {
      if (devices.contains(upload.events().get(i).ids().key())) {
        indexes.add(i);
      }
    }
    return indexes;
  }

  private static Set<Integer> except(Upload upload, Checks checks) {
    Set<Integer> unsound = new HashSet<>();
    for (int i = 0; i < upload.events().size(); i++) {
      if (!checks.sound(upload.events().get(i))) {
        unsound.add(i);
      }
    }
    return unsound;
  }

  private void storeRest(Upload upload, int project, Set<Integer> blamed) {
    if (settings.partialAccept()) {
      store(upload, project, blamed);
    }
  }

  private void store(Upload upload, int project, Set<Integer> except) {
    Intake intake = new Intake(context, upload, project);
    for (int i = 0; i < upload.events().size(); i++) {
      if (!except.contains(i)) {
        intake.take(upload.events().get(i));
      }
    }
  }
}
