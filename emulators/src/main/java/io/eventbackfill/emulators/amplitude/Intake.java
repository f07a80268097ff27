package io.eventbackfill.emulators.amplitude;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.ExactJson;
import io.eventbackfill.emulators.amplitude.Deduplication.Finding;
import io.eventbackfill.emulators.amplitude.StoredEvent.Extras;
import io.eventbackfill.emulators.amplitude.StoredEvent.Origin;
import io.eventbackfill.emulators.amplitude.StoredEvent.Text;
import io.eventbackfill.emulators.amplitude.Traffic.Count;
import io.eventbackfill.emulators.amplitude.UploadedEvent.Slice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;

/** Takes the events of an accepted request, one by one and in order. */
final class Intake {

  private static final String IDENTIFY = "$identify";
  private static final String GROUP_IDENTIFY = "$groupidentify";

  private final Context context;
  private final Upload upload;
  private final StoredBatch batch;
  private final ProjectState state;
  private final long now;

  /** What does not depend on the request. */
  record Context(AmplitudeSettings settings, World world, SplittableRandom random, Instant now) {}

  Intake(Context context, Upload upload, int project) {
    this.context = context;
    this.upload = upload;
    this.batch = new StoredBatch(upload, project, context.now());
    this.state = context.world().project(project, context.settings());
    this.now = context.now().toEpochMilli();
  }

  void take(UploadedEvent event) {
    Finding finding = state.deduplication().find(event, context.settings(), now);
    StoredEvent first = finding.first();
    if (first != null) {
      if (finding.duplicate()) {
        first.countCopy();
      }
      if (!first.sameContent(upload, event.slice())) {
        context.world().traffic().complain(Complaint.COPY_WITH_OTHER_CONTENT);
      }
    }
    if (first != null || finding.duplicate()) {
      context.world().traffic().count(Count.DUPLICATE);
    }
    if (!finding.duplicate()) {
      boolean again = first != null;
      StoredEvent accepted = accept(event, again);
      state.deduplication().remember(event, accepted, context.settings());
      keep(event, accepted, again);
    }
  }

  private StoredEvent accept(UploadedEvent event, boolean again) {
    UploadedEvent.Ids ids = event.ids();
    UploadedEvent.Labels labels = event.labels();
    String user = ids.user() == null || ids.user().isEmpty() ? null : ids.user();
    long amplitudeId = state.identities().idOf(user, ids.key(), now);
    boolean updated = updateProperties(event, amplitudeId);
    JsonText snapshot = event.traits().skipsSync() ? null : state.users().snapshot(amplitudeId);
    return new StoredEvent(
        batch,
        new Text(event.slice(), labels.insertId(), user, ids.key(), labels.time()),
        new Origin(uuid(), amplitudeId, context.random().nextInt(Integer.MAX_VALUE), updated),
        new Extras(snapshot, again));
  }

  private void keep(UploadedEvent event, StoredEvent accepted, boolean again) {
    String type = event.labels().type();
    World world = context.world();
    if (IDENTIFY.equals(type) || GROUP_IDENTIFY.equals(type)) {
      world.traffic().count(Count.IDENTIFY);
    } else if (context.settings().blockedEventTypes().contains(type)) {
      world.traffic().count(Count.BLOCKED);
    } else {
      world.stored().add(accepted);
      world.traffic().stored(event, again);
    }
  }

  private boolean updateProperties(UploadedEvent event, long amplitudeId) {
    if (event.traits().skipsSync() || !event.traits().updatesProperties()) {
      return false;
    }
    UserProperties.Mode mode =
        new UserProperties.Mode(
            IDENTIFY.equals(event.labels().type()),
            context.settings().propertyUpdatesPerHour(),
            now);
    return state.users().update(amplitudeId, sentProperties(event.slice()), mode);
  }

  private JsonNode sentProperties(Slice slice) {
    try {
      return ExactJson.parse(upload.body(), slice.start(), slice.end()).path("user_properties");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A version-4 UUID; unlike UUID.randomUUID it costs nothing at a million events. */
  private UUID uuid() {
    long high = (context.random().nextLong() & ~0xF000L) | 0x4000L;
    long low = (context.random().nextLong() & ~(0xC0L << 56)) | (0x80L << 56);
    return new UUID(high, low);
  }
}
