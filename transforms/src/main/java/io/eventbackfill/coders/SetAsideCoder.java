package io.eventbackfill.coders;

import io.eventbackfill.model.SetAside;
import io.eventbackfill.model.SetAside.Attempts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;

/** {@link SetAside}: origin, cause, identity, attempts, event, row. */
public final class SetAsideCoder extends RecordCoder<SetAside> {
  private static final long serialVersionUID = 1L;
  private static final SetAsideCoder INSTANCE = new SetAsideCoder();

  private SetAsideCoder() {
    super(1);
  }

  public static SetAsideCoder of() {
    return INSTANCE;
  }

  @Override
  void write(SetAside aside, OutputStream out) throws IOException {
    Wire.writeOrigin(aside.origin(), out);
    Wire.writeCause(aside.cause(), out);
    Wire.writeText(aside.identity(), out);
    Wire.writeOptional(aside.attempts(), SetAsideCoder::writeAttempts, out);
    Wire.writeOptional(aside.event(), Wire::writeBytes, out);
    Wire.writeOptional(aside.row(), Wire::writeBytes, out);
  }

  @Override
  SetAside read(InputStream in) throws IOException {
    return new SetAside(
        Wire.readOrigin(in),
        Wire.readCause(in),
        Wire.readText(in),
        Wire.readOptional(SetAsideCoder::readAttempts, in),
        Wire.readOptional(Wire::readBytes, in),
        Wire.readOptional(Wire::readBytes, in));
  }

  private static void writeAttempts(Attempts attempts, OutputStream out) throws IOException {
    Wire.writeLong(attempts.count(), out);
    Wire.writeLong(attempts.status(), out);
    writeInstant(attempts.first(), out);
    writeInstant(attempts.last(), out);
  }

  private static Attempts readAttempts(InputStream in) throws IOException {
    return new Attempts(
        (int) Wire.readLong(in), (int) Wire.readLong(in), readInstant(in), readInstant(in));
  }

  private static void writeInstant(Instant instant, OutputStream out) throws IOException {
    Wire.writeLong(instant.getEpochSecond(), out);
    Wire.writeLong(instant.getNano(), out);
  }

  private static Instant readInstant(InputStream in) throws IOException {
    return Instant.ofEpochSecond(Wire.readLong(in), Wire.readLong(in));
  }
}
