package io.eventbackfill.pipeline.pages;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final Instant START = Instant.parse("2026-11-21T05:39:49Z");
  private final ObjectNode json = JsonNodeFactory.instance.objectNode().put("step_seconds", 2);

  @Test
  void noStepsAreNoChart() {
    assertThat(new Timeline(json).drawn(), is(sameInstance(Html.NOTHING)));
  }

  @Test
  void aStepThatIsMissingIsOneInWhichNothingHappened() {
    step(0).put("accepted", 10);
    step(2).put("accepted", 30).put("deferred", 1);

    assertThat(
        drawn(),
        allOf(
            containsString("05:39:49: 10 accepted"),
            containsString("05:39:51: nothing settled"),
            containsString("05:39:53: 30 accepted, 1 deferred")));
  }

  @Test
  void manyStepsArePutTogether() {
    for (int i = 0; i < 361; i++) {
      step(i).put("accepted", 5);
    }

    Timeline timeline = new Timeline(json);

    assertThat(timeline.binSeconds(), is(8.0));
    String html = drawn();
    assertThat(html, containsString("05:39:49: 20 accepted"));
    // The last column holds what is left.
    assertThat(html, containsString("05:51:49: 5 accepted"));
  }

  @Test
  void whatWentWrongIsMarked() {
    ObjectNode step = step(0);
    step.putObject("requests").put("200", 3).put("429", 2).put("connection-lost", 1);
    step.putObject("waited_ms").put("throttled", 30_000).put("paced", 0);
    step(1).put("accepted", 1).putObject("requests").put("200", 3);

    assertThat(
        drawn(),
        allOf(
            containsString("3 requests not answered by 200"),
            containsString("all lanes together 30 s asked to wait by the destination"),
            not(containsString(">Paced<")),
            not(containsString(">Outage<"))));
  }

  private String drawn() {
    StringBuilder out = new StringBuilder();
    new Timeline(json).drawn().writeTo(out);
    return out.toString();
  }

  private ObjectNode step(int number) {
    return json.withArray("steps").addObject().put("at", START.plusSeconds(2L * number).toString());
  }
}
