package io.eventbackfill.coders;

import io.eventbackfill.verification.Imprint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@link Imprint}: identity, type, millis, upload micros, copy, origin, fields. */
public final class ImprintCoder extends RecordCoder<Imprint> {
  private static final long serialVersionUID = 1L;
  private static final ImprintCoder INSTANCE = new ImprintCoder();

  private ImprintCoder() {
    super(1);
  }

  public static ImprintCoder of() {
    return INSTANCE;
  }

  @Override
  void write(Imprint imprint, OutputStream out) throws IOException {
    Wire.writeText(imprint.identity(), out);
    Wire.writeText(imprint.type(), out);
    Wire.writeLong(imprint.millis(), out);
    Wire.writeLong(imprint.uploadedMicros(), out);
    Wire.writeText(imprint.copy(), out);
    Wire.writeText(imprint.origin(), out);
    Wire.writeLong(imprint.fields().size(), out);
    for (Map.Entry<String, String> field : imprint.fields().entrySet()) {
      Wire.writeText(field.getKey(), out);
      Wire.writeText(field.getValue(), out);
    }
  }

  @Override
  Imprint read(InputStream in) throws IOException {
    String identity = Wire.readText(in);
    String type = Wire.readText(in);
    long millis = Wire.readLong(in);
    long uploaded = Wire.readLong(in);
    String copy = Wire.readText(in);
    String origin = Wire.readText(in);
    SortedMap<String, String> fields = new TreeMap<>();
    for (long left = Wire.readLong(in); left > 0; left--) {
      fields.put(Wire.readText(in), Wire.readText(in));
    }
    return new Imprint(identity, type, millis, uploaded, copy, origin, fields);
  }
}
