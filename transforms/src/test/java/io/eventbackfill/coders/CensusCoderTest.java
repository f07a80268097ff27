package io.eventbackfill.coders;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.model.Span;
import io.eventbackfill.planning.Census;
import io.eventbackfill.planning.Census.Totals;
import io.eventbackfill.planning.Share;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.Coder;

class CensusCoderTest extends CoderContract<Census> {
  private static final Instant NOW = Instant.parse("2024-03-31T12:00:00.123456789Z");
  private static final Share NOTHING = new Share(0, Span.EMPTY);

  @Override
  Coder<Census> coder() {
    return CensusCoder.of();
  }

  @Override
  List<Census> values() {
    List<Census> values = new ArrayList<>();
    values.add(census(CensusCoderTest::all));
    values.add(Census.at(NOW));
    values.add(Census.at(NOW.plusNanos(1)));
    values.add(census(c -> c.addTotals(new Totals(new Share(1, Span.EMPTY), 0, 0, 0, 0))));
    values.add(census(c -> c.addTotals(new Totals(new Share(0, new Span(3, 4)), 0, 0, 0, 0))));
    values.add(census(c -> c.addTotals(new Totals(NOTHING, 1, 0, 0, 0))));
    values.add(census(c -> c.addTotals(new Totals(NOTHING, 0, 1, 0, 0))));
    values.add(census(c -> c.addTotals(new Totals(NOTHING, 0, 0, 1, 0))));
    values.add(census(c -> c.addTotals(new Totals(NOTHING, 0, 0, 0, 1))));
    values.add(census(c -> c.days().add(-1L, new Share(1, new Span(3, 4)))));
    values.add(census(c -> c.days().addOthers(new Share(1, new Span(3, 4)))));
    values.add(census(c -> c.types().add("", new Share(1, new Span(3, 4)))));
    values.add(census(c -> c.types().addOthers(new Share(1, new Span(3, 4)))));
    values.add(census(c -> c.devices().add("a")));
    values.add(census(c -> c.users().add("a")));
    values.add(census(CensusCoderTest::skip));
    return values;
  }

  @Override
  Object comparable(Census census) {
    return List.of(
        census.now(),
        census.totals(),
        census.days().kept(),
        census.days().others(),
        census.types().kept(),
        census.types().others(),
        Bytes.of(census.devices().toBytes()),
        Bytes.of(census.users().toBytes()),
        census.skipped().all());
  }

  private static void all(Census census) {
    for (int i = 0; i < 2_100; i++) {
      EventTime time = new EventTime(1_709_283_600_000_000L + i, null, 0);
      Who who = new Who("device-" + i, "日本/😀", null);
      census.add(new Event("id", "type-" + i, time, who, Map.of()), true);
    }
    skip(census);
  }

  private static void skip(Census census) {
    Origin origin = new Origin("f", null, 1);
    Refused cause = Refused.because(Reason.BLANK_LINE);
    census.addSkipped(new SetAside(origin, cause, "", null, null, Bytes.of(" ")));
  }

  private static Census census(Consumer<Census> filled) {
    Census census = Census.at(NOW);
    filled.accept(census);
    return census;
  }
}
