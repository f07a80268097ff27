package io.eventbackfill.mappingfile;

import io.eventbackfill.mapping.Findings;
import io.eventbackfill.model.JsonValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** {@code as: time}: whatever the format reads, as ISO text in UTC. */
record TimeText(TimeFormat format) implements Value.As {
  @Override
  public @Nullable JsonValue convert(JsonValue value, Findings findings, String label) {
    if ("".equals(value.text())) {
      return JsonValue.NULL;
    }
    long micros = format.micros(value, findings, label);
    return micros == TimeFormat.UNUSABLE
        ? null
        : JsonValue.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString());
  }
}
