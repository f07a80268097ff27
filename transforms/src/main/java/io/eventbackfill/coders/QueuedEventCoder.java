package io.eventbackfill.coders;

import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.QueuedEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * {@link QueuedEvent}: identity; micros, event id, upload micros; device, user; order key; origin;
 * body.
 */
public final class QueuedEventCoder extends RecordCoder<QueuedEvent> {
  private static final long serialVersionUID = 1L;
  private static final QueuedEventCoder INSTANCE = new QueuedEventCoder();

  private QueuedEventCoder() {
    super(1);
  }

  public static QueuedEventCoder of() {
    return INSTANCE;
  }

  @Override
  void write(QueuedEvent event, OutputStream out) throws IOException {
    Wire.writeText(event.identity(), out);
    Wire.writeLong(event.time().micros(), out);
    Wire.writeOptional(event.time().eventId(), Wire::writeLong, out);
    Wire.writeLong(event.time().uploadedMicros(), out);
    Wire.writeOptional(event.who().device(), Wire::writeText, out);
    Wire.writeOptional(event.who().user(), Wire::writeText, out);
    Wire.writeText(event.orderKey(), out);
    Wire.writeOrigin(event.origin(), out);
    Wire.writeBytes(event.body(), out);
  }

  @Override
  QueuedEvent read(InputStream in) throws IOException {
    String identity = Wire.readText(in);
    EventTime time =
        new EventTime(Wire.readLong(in), Wire.readOptional(Wire::readLong, in), Wire.readLong(in));
    Who who =
        new Who(Wire.readOptional(Wire::readText, in), Wire.readOptional(Wire::readText, in), null);
    return new QueuedEvent(
        identity, time, who, Wire.readText(in), Wire.readOrigin(in), Wire.readBytes(in));
  }
}
