package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import io.eventbackfill.model.MalformedJsonException;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.source.SetAsideFormat;
import io.eventbackfill.steps.RowRouter.Routed;

/** Whatever a row holds, it becomes an event or a record of why not, and the same each time. */
class RowRouterFuzzTest {
  private static final Origin ORIGIN = new Origin("f", null, 1);

  @FuzzTest
  void anyBytesBecomeAnEventOrARecord(byte[] bytes) throws MalformedJsonException {
    RowRouter router =
        new RowRouter(Given.MAPPING, Given.destination(), OrderBy.DEVICE_ID, Selection.ALL);

    Routed routed = router.route(new RawRow(ORIGIN, Bytes.of(bytes)));

    assertThat(said(router.route(new RawRow(ORIGIN, Bytes.of(bytes)))), equalTo(said(routed)));
    if (routed instanceof Routed.ToLane lane) {
      assertThat(JsonValue.parse(lane.event().body().array()).kind(), is(Kind.OBJECT));
    }
  }

  private static String said(Routed routed) {
    if (routed instanceof Routed.ToLane lane) {
      return lane.event().identity() + lane.event().body().text() + lane.notes() + lane.project();
    }
    return SetAsideFormat.line(((Routed.Aside) routed).aside());
  }
}
