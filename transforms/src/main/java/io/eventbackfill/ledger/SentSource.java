package io.eventbackfill.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A stream of sent events, ascending by {@link Sent#ORDER}. For one thread. */
public interface SentSource extends Closeable {

  /** The next one, or null after the last. */
  @Nullable Sent next() throws IOException;

  /** Those of an iterator, which has nothing to close. */
  static SentSource of(Iterator<Sent> entries) {
    return new SentSource() {
      @Override
      public @Nullable Sent next() {
        return entries.hasNext() ? entries.next() : null;
      }

      @Override
      public void close() {}
    };
  }
}
