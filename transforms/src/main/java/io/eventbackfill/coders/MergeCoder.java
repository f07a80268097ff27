package io.eventbackfill.coders;

import io.eventbackfill.model.Merge;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@link Merge}: from, into, micros. */
public final class MergeCoder extends RecordCoder<Merge> {
  private static final long serialVersionUID = 1L;
  private static final MergeCoder INSTANCE = new MergeCoder();

  private MergeCoder() {
    super(1);
  }

  public static MergeCoder of() {
    return INSTANCE;
  }

  @Override
  void write(Merge merge, OutputStream out) throws IOException {
    Wire.writeText(merge.from(), out);
    Wire.writeText(merge.into(), out);
    Wire.writeLong(merge.micros(), out);
  }

  @Override
  Merge read(InputStream in) throws IOException {
    return new Merge(Wire.readText(in), Wire.readText(in), Wire.readLong(in));
  }
}
