package io.eventbackfill.coders;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.ordering.EventBlock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@link EventBlock}: its bytes. */
public final class EventBlockCoder extends RecordCoder<EventBlock> {
  private static final long serialVersionUID = 1L;
  private static final EventBlockCoder INSTANCE = new EventBlockCoder();

  private EventBlockCoder() {
    super(1);
  }

  public static EventBlockCoder of() {
    return INSTANCE;
  }

  @Override
  void write(EventBlock block, OutputStream out) throws IOException {
    Wire.writeBytes(Bytes.of(block.bytes()), out);
  }

  @Override
  EventBlock read(InputStream in) throws IOException {
    return EventBlock.of(Wire.readBytes(in).array());
  }
}
