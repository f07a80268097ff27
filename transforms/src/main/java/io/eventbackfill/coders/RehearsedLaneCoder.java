package io.eventbackfill.coders;

import io.eventbackfill.rehearsal.RehearsedLane;
import io.eventbackfill.rehearsal.Sent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * {@link RehearsedLane}: number, worker, when it began, what it sends by both limits; times in ns.
 */
public final class RehearsedLaneCoder extends RecordCoder<RehearsedLane> {
  private static final long serialVersionUID = 1L;
  private static final RehearsedLaneCoder INSTANCE = new RehearsedLaneCoder();

  private RehearsedLaneCoder() {
    super(1);
  }

  public static RehearsedLaneCoder of() {
    return INSTANCE;
  }

  @Override
  void write(RehearsedLane lane, OutputStream out) throws IOException {
    Wire.writeLong(lane.lane(), out);
    Wire.writeText(lane.worker(), out);
    Wire.writeLong(lane.begunMillis(), out);
    writeSent(lane.configured(), out);
    writeSent(lane.vendor(), out);
  }

  @Override
  RehearsedLane read(InputStream in) throws IOException {
    return new RehearsedLane(
        (int) Wire.readLong(in), Wire.readText(in), Wire.readLong(in), readSent(in), readSent(in));
  }

  private static void writeSent(Sent sent, OutputStream out) throws IOException {
    Wire.writeLong(sent.events(), out);
    Wire.writeLong(sent.requests(), out);
    Wire.writeLong(sent.bytes(), out);
    Wire.writeLong(sent.took().toNanos(), out);
  }

  private static Sent readSent(InputStream in) throws IOException {
    return new Sent(
        Wire.readLong(in),
        Wire.readLong(in),
        Wire.readLong(in),
        Duration.ofNanos(Wire.readLong(in)));
  }
}
