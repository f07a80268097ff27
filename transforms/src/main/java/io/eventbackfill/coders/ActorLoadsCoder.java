package io.eventbackfill.coders;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.pacing.ActorLoads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@link ActorLoads}: its own bytes. */
public final class ActorLoadsCoder extends RecordCoder<ActorLoads> {
  private static final long serialVersionUID = 1L;
  private static final ActorLoadsCoder INSTANCE = new ActorLoadsCoder();

  private ActorLoadsCoder() {
    super(1);
  }

  public static ActorLoadsCoder of() {
    return INSTANCE;
  }

  @Override
  void write(ActorLoads loads, OutputStream out) throws IOException {
    Wire.writeBytes(Bytes.of(loads.toBytes()), out);
  }

  @Override
  ActorLoads read(InputStream in) throws IOException {
    byte[] bytes = Wire.readBytes(in).array();
    try {
      return ActorLoads.fromBytes(bytes);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Loads are mutable and have no equality of their own. */
  @Override
  public boolean consistentWithEquals() {
    return false;
  }
}
