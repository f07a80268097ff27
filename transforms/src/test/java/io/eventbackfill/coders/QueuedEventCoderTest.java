package io.eventbackfill.coders;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.nullValue;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class QueuedEventCoderTest extends CoderContract<QueuedEvent> {
  private static final Origin ORIGIN = new Origin("exports/a.zip", "a_0#0.json.gz", 17);
  private static final EventTime TIME = new EventTime(1_751_387_694_837_123L, 135L, 7);
  private static final Who WHO = new Who("device-1", "user-1", null);

  @Override
  Coder<QueuedEvent> coder() {
    return QueuedEventCoder.of();
  }

  @Override
  List<QueuedEvent> values() {
    return List.of(
        new QueuedEvent("id", TIME, WHO, "d:device-1", ORIGIN, Bytes.of("{\"a\":1}")),
        new QueuedEvent("", TIME, WHO, "", new Origin("", null, 0), Bytes.of("")),
        with(new EventTime(0, null, 0)),
        with(new EventTime(0, 0L, 0)),
        with(new EventTime(Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE)),
        with(new EventTime(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE)),
        with(new EventTime(-62_135_596_800_000_000L, -1L, -1)),
        with(new Who("device-1", null, null)),
        with(new Who(null, "device-1", null)),
        with(new Who("", "", null)),
        with(new Who("日本", "😀 é", null)),
        new QueuedEvent("id", TIME, WHO, "key", ORIGIN, Bytes.of("x".repeat(1_000_000))),
        new QueuedEvent("id", TIME, WHO, "key", ORIGIN, Bytes.of(new byte[] {(byte) 0xff, 0})));
  }

  @Test
  void theMergedIdHasDoneItsWorkAndStaysBehind() throws Exception {
    QueuedEvent event = with(new Who("device-1", null, "1263130950579"));

    QueuedEvent decoded =
        CoderUtils.decodeFromByteArray(coder(), CoderUtils.encodeToByteArray(coder(), event));

    assertThat(decoded.who().mergedId(), nullValue());
  }

  private static QueuedEvent with(EventTime time) {
    return new QueuedEvent("id", time, WHO, "key", ORIGIN, Bytes.of("{}"));
  }

  private static QueuedEvent with(Who who) {
    return new QueuedEvent("id", TIME, who, "key", ORIGIN, Bytes.of("{}"));
  }
}
