package io.eventbackfill.ordering;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.nullValue;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LaneBlocksTest {
  private static final int EVENT_BYTES = 1_000;

  @Test
  void fullBlocksAreHandedOutAtOnceAndTheRestAtTheEnd() {
    LaneBlocks blocks = new LaneBlocks(2);
    Map<Integer, List<QueuedEvent>> out = new TreeMap<>();
    Map<Integer, List<QueuedEvent>> in = new TreeMap<>();
    int full = 0;
    for (int i = 0; i < 300; i++) {
      int lane = i % 3 == 0 ? 0 : 1;
      in.computeIfAbsent(lane, l -> new ArrayList<>()).add(event(i));
      EventBlock block = blocks.add(lane, event(i));
      if (block != null) {
        full++;
        assertThat(block.bytes().length, is(greaterThan(1 << 16)));
        out.computeIfAbsent(lane, l -> new ArrayList<>()).addAll(block.events());
      }
    }
    assertThat(full, is(4));

    blocks.drain((lane, block) -> out.get(lane).addAll(block.events()));

    assertThat(out, equalTo(in));
  }

  @Test
  void nothingIsHandedOutTwice() {
    LaneBlocks blocks = new LaneBlocks(2);
    assertThat(blocks.add(0, event(1)), is(nullValue()));
    blocks.drain((lane, block) -> assertThat(block.events(), equalTo(List.of(event(1)))));

    blocks.drain(
        (lane, block) -> {
          throw new AssertionError(block);
        });
  }

  @Test
  void withManyLanesBlocksAreSmaller() {
    LaneBlocks blocks = new LaneBlocks(10_000);
    blocks.add(7, event(1));

    EventBlock block = blocks.add(7, event(2));

    assertThat(block.bytes().length, is(lessThan(3 * EVENT_BYTES)));
  }

  private static QueuedEvent event(int number) {
    return new QueuedEvent(
        "insert-" + number,
        new EventTime(number, null, 0),
        new Who("device-1", null, null),
        "d:device-1",
        new Origin("file", null, number),
        Bytes.of("x".repeat(EVENT_BYTES)));
  }
}
