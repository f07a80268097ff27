package io.eventbackfill.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends a job, and what an interrupt does. */
class DelivererStopTest {

  @Test
  void unknownKey_stopsAtOnceAndIsNotInTheMessage() {
    String wrong = "ffffffffffffffffffffffffffffffff";
    Bench bench = Bench.withKey(wrong);

    StopJobException stop =
        assertThrows(StopJobException.class, () -> bench.deliver(Queued.spread(10, 2)));

    assertThat(
        stop.getMessage(),
        allOf(containsString("Invalid API key: [redacted]"), containsString("one region")));
    assertThat(stop.getMessage(), not(containsString(wrong)));
    assertThat(bench.requests(), is(1L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "400 body {\"code\":400,\"error\":\"Invalid API key: " + Bench.KEY + "\"}",
        "400 body {\"code\":400,\"error\":\"Request missing required field\","
            + "\"missing_field\":\"api_key\"}",
        "400 body {\"code\":400,\"error\":\"Request missing required field\","
            + "\"missing_field\":\"events\"}",
        "400 body {\"code\":400,\"error\":\"Invalid request path\"}",
        "400 body {\"code\":400,\"error\":\"Missing request body\"}",
        "400 body {\"code\":400,\"error\":\"Invalid JSON request body\"}",
        "200 body {\"code\":400,\"error\":\"Invalid API key: " + Bench.KEY + "\"}",
        "401",
        "401 body <html>who is " + Bench.KEY + "?</html>",
        "402-empty",
        "404-html",
        "405",
        "301-empty",
        "307-html",
        "418",
        "451-empty",
      })
  void requestItselfRefused_stopsTheJobAndBlamesNoEvent(String answer) {
    Bench bench = Bench.withFaults("*: " + answer);

    StopJobException stop =
        assertThrows(StopJobException.class, () -> bench.deliver(Queued.spread(10, 2)));

    assertThat(stop.getMessage(), not(containsString(Bench.KEY)));
    assertThat(stop.getMessage(), containsString("HTTP " + answer.substring(0, 3)));
    assertThat(bench.requests(), is(1L));
    assertThat(bench.storedIds(), is(empty()));
    assertThat(bench.time.waits(), is(empty()));
  }

  @Test
  void keyInTheVendorsWords_isInNoOutcome() throws InterruptedException {
    Bench bench =
        Bench.withFaults(
            "1: 400 body {\"error\":\"key "
                + Bench.KEY
                + " sent "
                + "bad fields\",\"events_with_invalid_fields\":{\"time\":[0]}}");

    bench.deliver(Queued.spread(3, 1));

    assertThat(bench.outcomeOf("i-0").cause().detail(), containsString("[redacted]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"500", "429", "429-empty", "drop"})
  void interruptWhileWaiting_propagates(String answer) {
    Bench bench = Bench.withFaults("*: " + answer);
    bench.time.interruptAtWait(3);

    assertThrows(InterruptedException.class, () -> bench.deliver(Queued.spread(10, 2)));

    assertThat(bench.time.waits(), hasSize(2));
    assertThat(bench.requests(), is(3L));
  }

  @Test
  void interruptBeforeSending_propagates() {
    Bench bench = Bench.withFaults("");
    Thread.currentThread().interrupt();

    assertThrows(InterruptedException.class, () -> bench.deliver(Queued.spread(10, 2)));

    assertThat("the flag was consumed", !Thread.interrupted());
    assertThat(bench.requests(), is(0L));
  }
}
