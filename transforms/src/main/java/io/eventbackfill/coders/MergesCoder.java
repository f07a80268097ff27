package io.eventbackfill.coders;

import io.eventbackfill.model.Merge;
import io.eventbackfill.persons.Merges;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;

/** {@link Merges}: their number, and each. */
public final class MergesCoder extends RecordCoder<Merges> {
  private static final long serialVersionUID = 1L;
  private static final MergesCoder INSTANCE = new MergesCoder();

  private MergesCoder() {
    super(1);
  }

  public static MergesCoder of() {
    return INSTANCE;
  }

  @Override
  void write(Merges merges, OutputStream out) throws IOException {
    Collection<Merge> all = merges.byPerson().values();
    Wire.writeLong(all.size(), out);
    for (Merge merge : all) {
      MergeCoder.of().encode(merge, out);
    }
  }

  @Override
  Merges read(InputStream in) throws IOException {
    Merges merges = new Merges();
    for (long left = Wire.readLong(in); left > 0; left--) {
      merges.add(MergeCoder.of().decode(in));
    }
    return merges;
  }

  /** Merges are mutable and have no equality of their own. */
  @Override
  public boolean consistentWithEquals() {
    return false;
  }
}
