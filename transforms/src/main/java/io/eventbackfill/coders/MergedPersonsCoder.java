package io.eventbackfill.coders;

import io.eventbackfill.persons.MergedPersons;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/** {@link MergedPersons}: their number, and each with whom it became. */
public final class MergedPersonsCoder extends RecordCoder<MergedPersons> {
  private static final long serialVersionUID = 1L;
  private static final MergedPersonsCoder INSTANCE = new MergedPersonsCoder();

  private MergedPersonsCoder() {
    super(1);
  }

  public static MergedPersonsCoder of() {
    return INSTANCE;
  }

  @Override
  void write(MergedPersons persons, OutputStream out) throws IOException {
    Map<String, String> ends = persons.ends();
    Wire.writeLong(ends.size(), out);
    for (Map.Entry<String, String> end : ends.entrySet()) {
      Wire.writeText(end.getKey(), out);
      Wire.writeText(end.getValue(), out);
    }
  }

  @Override
  MergedPersons read(InputStream in) throws IOException {
    Map<String, String> ends = new HashMap<>();
    for (long left = Wire.readLong(in); left > 0; left--) {
      ends.put(Wire.readText(in), Wire.readText(in));
    }
    return MergedPersons.of(ends);
  }

  /** Persons have no equality of their own. */
  @Override
  public boolean consistentWithEquals() {
    return false;
  }
}
