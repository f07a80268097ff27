package io.eventbackfill.coders;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import io.eventbackfill.persons.LatestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@link LatestProfile}: micros, event id, upload micros, identity, properties as they are. */
public final class LatestProfileCoder extends RecordCoder<LatestProfile> {
  private static final long serialVersionUID = 1L;
  private static final LatestProfileCoder INSTANCE = new LatestProfileCoder();

  private LatestProfileCoder() {
    super(1);
  }

  public static LatestProfileCoder of() {
    return INSTANCE;
  }

  @Override
  void write(LatestProfile profile, OutputStream out) throws IOException {
    EventTime time = profile.time();
    Wire.writeLong(time.micros(), out);
    Wire.writeOptional(time.eventId(), Wire::writeLong, out);
    Wire.writeLong(time.uploadedMicros(), out);
    Wire.writeText(profile.identity(), out);
    Wire.writeBytes(Bytes.of(profile.properties().toBytes()), out);
  }

  @Override
  LatestProfile read(InputStream in) throws IOException {
    EventTime time =
        new EventTime(Wire.readLong(in), Wire.readOptional(Wire::readLong, in), Wire.readLong(in));
    return new LatestProfile(time, Wire.readText(in), json(Wire.readBytes(in)));
  }

  private static JsonValue json(Bytes bytes) throws IOException {
    try {
      return JsonValue.parse(bytes.array());
    } catch (MalformedJsonException e) {
      throw new IOException("these bytes are no properties", e);
    }
  }
}
