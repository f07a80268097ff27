package io.eventbackfill.coders;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.planning.DistinctIds;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@link DistinctIds} of one size: their own bytes. */
public final class DistinctIdsCoder extends RecordCoder<DistinctIds> {
  private static final long serialVersionUID = 1L;

  private final int exactUpTo;

  private DistinctIdsCoder(int exactUpTo) {
    super(1);
    this.exactUpTo = exactUpTo;
  }

  /**
   * For ids that are counted exactly up to the same number.
   *
   * @param exactUpTo that number
   */
  public static DistinctIdsCoder of(int exactUpTo) {
    return new DistinctIdsCoder(exactUpTo);
  }

  @Override
  void write(DistinctIds ids, OutputStream out) throws IOException {
    Wire.writeBytes(Bytes.of(ids.toBytes()), out);
  }

  @Override
  DistinctIds read(InputStream in) throws IOException {
    byte[] bytes = Wire.readBytes(in).array();
    try {
      return DistinctIds.fromBytes(exactUpTo, bytes);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Ids are mutable and have no equality of their own. */
  @Override
  public boolean consistentWithEquals() {
    return false;
  }
}
