package io.eventbackfill.coders;

import io.eventbackfill.model.RawRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@link RawRow}: origin, bytes, whether it is whole. */
public final class RawRowCoder extends RecordCoder<RawRow> {
  private static final long serialVersionUID = 1L;
  private static final RawRowCoder INSTANCE = new RawRowCoder();

  private RawRowCoder() {
    super(2);
  }

  public static RawRowCoder of() {
    return INSTANCE;
  }

  @Override
  void write(RawRow row, OutputStream out) throws IOException {
    Wire.writeOrigin(row.origin(), out);
    Wire.writeBytes(row.bytes(), out);
    Wire.writeBoolean(row.whole(), out);
  }

  @Override
  RawRow read(InputStream in) throws IOException {
    return new RawRow(Wire.readOrigin(in), Wire.readBytes(in), Wire.readBoolean(in));
  }
}
