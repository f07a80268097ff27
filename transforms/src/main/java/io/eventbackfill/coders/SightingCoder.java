package io.eventbackfill.coders;

import io.eventbackfill.persons.Sighting;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@link Sighting}: id, micros. */
public final class SightingCoder extends RecordCoder<Sighting> {
  private static final long serialVersionUID = 1L;
  private static final SightingCoder INSTANCE = new SightingCoder();

  private SightingCoder() {
    super(1);
  }

  public static SightingCoder of() {
    return INSTANCE;
  }

  @Override
  void write(Sighting sighting, OutputStream out) throws IOException {
    Wire.writeText(sighting.id(), out);
    Wire.writeLong(sighting.micros(), out);
  }

  @Override
  Sighting read(InputStream in) throws IOException {
    return new Sighting(Wire.readText(in), Wire.readLong(in));
  }
}
