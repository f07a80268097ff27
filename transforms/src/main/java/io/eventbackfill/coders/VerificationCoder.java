package io.eventbackfill.coders;

import io.eventbackfill.model.Reason;
import io.eventbackfill.verification.Difference;
import io.eventbackfill.verification.Example;
import io.eventbackfill.verification.Verification;
import io.eventbackfill.verification.Verification.Sides;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * {@link Verification}: both sides; of each difference its events and examples; days, types,
 * fields, unread rows; what was set aside, and what is others'.
 */
public final class VerificationCoder extends RecordCoder<Verification> {
  private static final long serialVersionUID = 1L;
  private static final VerificationCoder INSTANCE = new VerificationCoder();

  private VerificationCoder() {
    super(1);
  }

  public static VerificationCoder of() {
    return INSTANCE;
  }

  @Override
  void write(Verification found, OutputStream out) throws IOException {
    writeSides(found.all(), out);
    for (Difference difference : Difference.values()) {
      Wire.writeLong(found.events(difference), out);
      Wire.writeLong(found.examples(difference).size(), out);
      for (Example example : found.examples(difference)) {
        writeExample(example, out);
      }
    }
    writeMap(found.days(), Wire::writeText, VerificationCoder::writeSides, out);
    writeMap(found.types(), Wire::writeText, VerificationCoder::writeSides, out);
    writeMap(found.changedFields(), Wire::writeText, Wire::writeLong, out);
    writeMap(found.unread(), (r, to) -> Wire.writeText(r.name(), to), Wire::writeLong, out);
    Wire.writeLong(found.setAside(), out);
    Wire.writeLong(found.notOurs(), out);
  }

  @Override
  Verification read(InputStream in) throws IOException {
    Verification found = new Verification();
    found.counted(readSides(in));
    for (Difference difference : Difference.values()) {
      long events = Wire.readLong(in);
      if (events > 0) {
        found.differ(difference, events);
      }
      for (long left = Wire.readLong(in); left > 0; left--) {
        found.example(difference, readExample(in));
      }
    }
    readMap(Wire::readText, VerificationCoder::readSides, found::ofDay, in);
    readMap(Wire::readText, VerificationCoder::readSides, found::ofType, in);
    readMap(Wire::readText, Wire::readLong, found::changedField, in);
    readMap(from -> Reason.valueOf(Wire.readText(from)), Wire::readLong, found::unread, in);
    found.setAside(Wire.readLong(in));
    found.notOurs(Wire.readLong(in));
    return found;
  }

  /** They are mutable and have no equality of their own. */
  @Override
  public boolean consistentWithEquals() {
    return false;
  }

  private static void writeSides(Sides sides, OutputStream out) throws IOException {
    Wire.writeLong(sides.sent(), out);
    Wire.writeLong(sides.stored(), out);
  }

  private static Sides readSides(InputStream in) throws IOException {
    return new Sides(Wire.readLong(in), Wire.readLong(in));
  }

  private static void writeExample(Example example, OutputStream out) throws IOException {
    Wire.writeText(example.identity(), out);
    Wire.writeLong(example.millis(), out);
    Wire.writeText(example.type(), out);
    Wire.writeText(example.origin(), out);
    Wire.writeText(example.detail(), out);
  }

  private static Example readExample(InputStream in) throws IOException {
    return new Example(
        Wire.readText(in),
        Wire.readLong(in),
        Wire.readText(in),
        Wire.readText(in),
        Wire.readText(in));
  }

  private static <K, V> void writeMap(
      Map<K, V> map, Wire.Writer<K> keys, Wire.Writer<V> values, OutputStream out)
      throws IOException {
    Wire.writeLong(map.size(), out);
    for (Map.Entry<K, V> entry : map.entrySet()) {
      keys.write(entry.getKey(), out);
      values.write(entry.getValue(), out);
    }
  }

  private static <K, V> void readMap(
      Wire.Reader<K> keys, Wire.Reader<V> values, BiConsumer<K, V> to, InputStream in)
      throws IOException {
    for (long left = Wire.readLong(in); left > 0; left--) {
      to.accept(keys.read(in), values.read(in));
    }
  }
}
