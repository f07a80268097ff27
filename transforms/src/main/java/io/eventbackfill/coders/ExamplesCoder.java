package io.eventbackfill.coders;

import io.eventbackfill.model.Reason;
import io.eventbackfill.planning.Example;
import io.eventbackfill.planning.Examples;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@link Examples}: of each its reason, origin, detail, row. */
public final class ExamplesCoder extends RecordCoder<Examples> {
  private static final long serialVersionUID = 1L;
  private static final ExamplesCoder INSTANCE = new ExamplesCoder();

  private ExamplesCoder() {
    super(1);
  }

  public static ExamplesCoder of() {
    return INSTANCE;
  }

  @Override
  void write(Examples examples, OutputStream out) throws IOException {
    Wire.writeLong(examples.all().size(), out);
    for (Example example : examples.all()) {
      Wire.writeText(example.reason().name(), out);
      Wire.writeOrigin(example.origin(), out);
      Wire.writeText(example.detail(), out);
      Wire.writeOptional(example.row(), Wire::writeText, out);
    }
  }

  @Override
  Examples read(InputStream in) throws IOException {
    Examples examples = new Examples();
    for (long left = Wire.readLong(in); left > 0; left--) {
      examples.add(
          new Example(
              Reason.valueOf(Wire.readText(in)),
              Wire.readOrigin(in),
              Wire.readText(in),
              Wire.readOptional(Wire::readText, in)));
    }
    return examples;
  }

  /** Examples are mutable and have no equality of their own. */
  @Override
  public boolean consistentWithEquals() {
    return false;
  }
}
