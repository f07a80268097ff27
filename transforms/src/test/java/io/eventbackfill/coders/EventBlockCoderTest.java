package io.eventbackfill.coders;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.ordering.EventBlock;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;

class EventBlockCoderTest extends CoderContract<EventBlock> {
  @Override
  Coder<EventBlock> coder() {
    return EventBlockCoder.of();
  }

  @Override
  List<EventBlock> values() {
    return List.of(block(), block("one"), block("one", "two"), block("two", "one"));
  }

  private static EventBlock block(String... identities) {
    EventBlock.Builder builder = new EventBlock.Builder();
    for (String identity : identities) {
      builder.add(
          new QueuedEvent(
              identity,
              new EventTime(1_751_387_694_837_123L, 135L, 7),
              new Who("device-1", "user-1", null),
              "d:device-1",
              new Origin("exports/a.zip", "a_0#0.json.gz", 17),
              Bytes.of("{\"a\":1}")));
    }
    return builder.build();
  }
}
