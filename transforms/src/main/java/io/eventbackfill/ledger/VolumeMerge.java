package io.eventbackfill.ledger;

import com.google.common.io.Closer;
import java.io.Closeable;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Several sources as one, in which there is one entry about an event. For one thread. */
final class VolumeMerge implements SentSource {
  private final PriorityQueue<Head> heads =
      new PriorityQueue<>(Comparator.comparing(Head::entry, Sent.ORDER));
  private final List<SentSource> sources;
  private boolean started;

  /** A source's next entry. */
  private record Head(Sent entry, SentSource rest) {}

  /**
   * @param sources closed with this
   */
  VolumeMerge(List<? extends SentSource> sources) {
    this.sources = List.copyOf(sources);
  }

  @Override
  public @Nullable Sent next() throws IOException {
    if (!started) {
      started = true;
      for (SentSource source : sources) {
        offerNextOf(source);
      }
    }
    Sent entry = poll();
    if (entry == null) {
      return null;
    }
    for (Head same = heads.peek();
        same != null && Sent.ORDER.compare(same.entry, entry) == 0;
        same = heads.peek()) {
      entry = entry.and(same.entry);
      poll();
    }
    return entry;
  }

  private @Nullable Sent poll() throws IOException {
    Head head = heads.poll();
    if (head == null) {
      return null;
    }
    offerNextOf(head.rest);
    return head.entry;
  }

  private void offerNextOf(SentSource source) throws IOException {
    Sent next = source.next();
    if (next != null) {
      heads.add(new Head(next, source));
    }
  }

  @Override
  public void close() throws IOException {
    closeAll(sources);
  }

  /** Closes all of them, whichever fail. */
  static void closeAll(List<? extends Closeable> all) throws IOException {
    try (Closer closer = Closer.create()) {
      all.forEach(closer::register);
    }
  }
}
