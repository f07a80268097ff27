package io.eventbackfill.coders;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.Reason;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.util.VarInt;
import org.jspecify.annotations.Nullable;

/** The pieces that all encodings are made of. */
final class Wire {
  private Wire() {}

  /** The reader of a value. */
  interface Reader<T> {
    T read(InputStream in) throws IOException;
  }

  /** The writer of a value. */
  interface Writer<T> {
    void write(T value, OutputStream out) throws IOException;
  }

  static void writeVersion(int version, OutputStream out) throws IOException {
    out.write(version);
  }

  /** Reads a version and refuses any other: a job must not guess at another release's bytes. */
  static void requireVersion(int version, InputStream in) throws IOException {
    int found = in.read();
    if (found != version) {
      throw new IOException("encoded by version " + found + ", this is version " + version);
    }
  }

  static void writeLong(long value, OutputStream out) throws IOException {
    VarInt.encode(value, out);
  }

  static long readLong(InputStream in) throws IOException {
    return VarInt.decodeLong(in);
  }

  static void writeBoolean(boolean value, OutputStream out) throws IOException {
    out.write(value ? 1 : 0);
  }

  static boolean readBoolean(InputStream in) throws IOException {
    return new DataInputStream(in).readUnsignedByte() != 0;
  }

  static void writeBytes(Bytes value, OutputStream out) throws IOException {
    writeArray(value.array(), out);
  }

  static Bytes readBytes(InputStream in) throws IOException {
    return Bytes.of(readArray(in));
  }

  static void writeText(String value, OutputStream out) throws IOException {
    writeArray(value.getBytes(StandardCharsets.UTF_8), out);
  }

  static String readText(InputStream in) throws IOException {
    return new String(readArray(in), StandardCharsets.UTF_8);
  }

  static <T> void writeOptional(@Nullable T value, Writer<T> writer, OutputStream out)
      throws IOException {
    out.write(value == null ? 0 : 1);
    if (value != null) {
      writer.write(value, out);
    }
  }

  static <T> @Nullable T readOptional(Reader<T> reader, InputStream in) throws IOException {
    return new DataInputStream(in).readUnsignedByte() == 0 ? null : reader.read(in);
  }

  static void writeOrigin(Origin origin, OutputStream out) throws IOException {
    writeText(origin.file(), out);
    writeOptional(origin.member(), Wire::writeText, out);
    writeLong(origin.row(), out);
  }

  static Origin readOrigin(InputStream in) throws IOException {
    return new Origin(readText(in), readOptional(Wire::readText, in), readLong(in));
  }

  static void writeCause(Refused cause, OutputStream out) throws IOException {
    writeText(cause.reason().name(), out);
    writeText(cause.field(), out);
    writeText(cause.detail(), out);
  }

  static Refused readCause(InputStream in) throws IOException {
    return new Refused(Reason.valueOf(readText(in)), readText(in), readText(in));
  }

  private static void writeArray(byte[] array, OutputStream out) throws IOException {
    VarInt.encode(array.length, out);
    new DataOutputStream(out).write(array);
  }

  private static byte[] readArray(InputStream in) throws IOException {
    byte[] array = new byte[VarInt.decodeInt(in)];
    new DataInputStream(in).readFully(array);
    return array;
  }
}
