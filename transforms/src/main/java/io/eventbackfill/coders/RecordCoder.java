package io.eventbackfill.coders;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;

/**
 * An explicit encoding: one version byte, then the fields in order. Deterministic: equal values
 * have equal bytes, on every machine.
 *
 * @param <T> what is encoded
 */
abstract class RecordCoder<T> extends AtomicCoder<T> {
  private static final long serialVersionUID = 1L;

  private final int version;

  RecordCoder(int version) {
    this.version = version;
  }

  abstract void write(T value, OutputStream out) throws IOException;

  abstract T read(InputStream in) throws IOException;

  @Override
  public final void encode(T value, OutputStream out) throws IOException {
    Wire.writeVersion(version, out);
    write(value, out);
  }

  @Override
  public final T decode(InputStream in) throws IOException {
    Wire.requireVersion(version, in);
    return read(in);
  }

  @Override
  public final void verifyDeterministic() {}

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
