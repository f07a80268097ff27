package io.eventbackfill.ordering;

import io.eventbackfill.model.QueuedEvent;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Collects events by lane until they make blocks. Not thread-safe. */
public final class LaneBlocks {
  /** From here on a larger block saves nothing more. */
  private static final int BLOCK_BYTES = 1 << 16;

  /** What all lanes may hold together, about; with more lanes blocks are smaller. */
  private static final int MOST_BYTES = 1 << 24;

  private final int blockBytes;
  private final Map<Integer, EventBlock.Builder> lanes = new TreeMap<>();

  /**
   * @param lanes how many there are
   */
  public LaneBlocks(int lanes) {
    this.blockBytes = Math.min(BLOCK_BYTES, MOST_BYTES / lanes);
  }

  /** Adds an event to its lane; the lane's block if that makes it full. */
  public @Nullable EventBlock add(int lane, QueuedEvent event) {
    EventBlock.Builder builder = lanes.computeIfAbsent(lane, l -> new EventBlock.Builder());
    builder.add(event);
    return builder.size() >= blockBytes ? builder.build() : null;
  }

  /** Hands out what is left. */
  public void drain(BiConsumer<Integer, EventBlock> taker) {
    lanes.forEach(
        (lane, builder) -> {
          if (!builder.isEmpty()) {
            taker.accept(lane, builder.build());
          }
        });
    lanes.clear();
  }
}
