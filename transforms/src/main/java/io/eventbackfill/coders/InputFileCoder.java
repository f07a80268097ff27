package io.eventbackfill.coders;

import io.eventbackfill.model.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@link InputFile}: name, bytes, time of its last change, checksum. */
public final class InputFileCoder extends RecordCoder<InputFile> {
  private static final long serialVersionUID = 1L;
  private static final InputFileCoder INSTANCE = new InputFileCoder();

  private InputFileCoder() {
    super(1);
  }

  public static InputFileCoder of() {
    return INSTANCE;
  }

  @Override
  void write(InputFile file, OutputStream out) throws IOException {
    Wire.writeText(file.name(), out);
    Wire.writeLong(file.bytes(), out);
    Wire.writeLong(file.modifiedMillis(), out);
    Wire.writeOptional(file.checksum(), Wire::writeText, out);
  }

  @Override
  InputFile read(InputStream in) throws IOException {
    return new InputFile(
        Wire.readText(in),
        Wire.readLong(in),
        Wire.readLong(in),
        Wire.readOptional(Wire::readText, in));
  }
}
