package io.eventbackfill.ordering;

import io.eventbackfill.model.QueuedEvent;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts one lane by time, to the millisecond: takes all its blocks, then gives back its events.
 * What does not fit into memory is sorted in parts, which wait in a temporary file.
 *
 * <p>The engine could sort too (Beam's {@code @RequiresTimeSortedInput}); but it does so event by
 * event, and Flink's runner decodes each time anew for every comparison, which costs more than all
 * the rest of the way. Not thread-safe.
 */
public final class LaneSorter implements Closeable {
  /** What is kept of an event beside its bytes. */
  private static final int SLOT_BYTES = 40;

  private final SortMemory memory;
  private final @Nullable Path folder;
  private List<Slot> slots = new ArrayList<>();
  private long held;
  private long count;
  private @Nullable SpillFile spilled;
  private @Nullable PriorityQueue<Run> runs;

  /** An event in memory. */
  private record Slot(EventBlock block, int at, long millis) {}

  /** Sorted events, one at a time. */
  interface Run {
    /** The time of the event at hand, milliseconds since 1970 UTC. */
    long millis();

    QueuedEvent event();

    /** Goes on to the next event; false if there is none. */
    boolean next() throws IOException;
  }

  /**
   * Sorts with temporary files where the system keeps them.
   *
   * @param memory shared with others who sort
   */
  public LaneSorter(SortMemory memory) {
    this(memory, null);
  }

  /**
   * @param folder for temporary files; null for the system's
   */
  LaneSorter(SortMemory memory, @Nullable Path folder) {
    this.memory = memory;
    this.folder = folder;
  }

  /**
   * Takes a block of the lane.
   *
   * @throws IOException if the temporary file can't be written
   * @throws IllegalStateException if events were given out already
   */
  public void add(EventBlock block) throws IOException {
    if (runs != null) {
      throw new IllegalStateException("the lane is sorted already");
    }
    int before = slots.size();
    for (int at = block.first(); block.has(at); at = block.after(at)) {
      slots.add(new Slot(block, at, block.millis(at)));
    }
    count += slots.size() - before;
    long bytes = block.bytes().length + (long) SLOT_BYTES * (slots.size() - before);
    held += bytes;
    if (!memory.take(bytes)) {
      memory.overdraw(bytes);
      spill();
    }
  }

  /** How many events were taken. */
  public long count() {
    return count;
  }

  /**
   * The next event in time; null after the last one. Those of one millisecond come in any order.
   *
   * @throws IOException if the temporary file can't be read
   */
  public @Nullable QueuedEvent next() throws IOException {
    PriorityQueue<Run> queue = runs == null ? begin() : runs;
    runs = queue;
    Run earliest = queue.poll();
    if (earliest == null) {
      return null;
    }
    QueuedEvent event = earliest.event();
    if (earliest.next()) {
      queue.add(earliest);
    }
    return event;
  }

  /** Gives back its memory and its file. */
  @Override
  public void close() throws IOException {
    slots = List.of();
    memory.giveBack(held);
    held = 0;
    if (spilled != null) {
      spilled.close();
    }
  }

  private PriorityQueue<Run> begin() throws IOException {
    PriorityQueue<Run> queue = new PriorityQueue<>(Comparator.comparingLong(Run::millis));
    sort();
    List<Run> all = new ArrayList<>(spilled == null ? List.of() : spilled.runs());
    all.add(new InMemory());
    for (Run run : all) {
      if (run.next()) {
        queue.add(run);
      }
    }
    return queue;
  }

  private void sort() {
    slots.sort(Comparator.comparingLong(Slot::millis));
  }

  private void spill() throws IOException {
    sort();
    SpillFile file = spilled == null ? SpillFile.in(folder) : spilled;
    spilled = file;
    for (Slot slot : slots) {
      file.add(slot.block(), slot.at());
    }
    file.endRun();
    slots = new ArrayList<>();
    memory.giveBack(held);
    held = 0;
  }

  private final class InMemory implements Run {
    private int at = -1;

    @Override
    public long millis() {
      return slots.get(at).millis();
    }

    @Override
    public QueuedEvent event() {
      return slots.get(at).block().event(slots.get(at).at());
    }

    @Override
    public boolean next() {
      return ++at < slots.size();
    }
  }
}
