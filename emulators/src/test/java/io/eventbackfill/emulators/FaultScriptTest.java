package io.eventbackfill.emulators;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultScriptTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private record Request(long number, long wireBytes, String device) implements FaultSubject {

    @Override
    public boolean contains(FaultKey kind, String id) {
      return kind == FaultKey.DEVICE && id.equals(device);
    }
  }

  @Test
  void readsTheExampleOfTheGrammar() {
    FaultScript script =
        FaultScript.parse(
            "3: store-then-500; 5-7: 503 + retry-after 30s; 10%: 429-empty;"
                + " device d1: 429 for 30s; *: 413 over 5000 bytes");
    assertThat(script.rules().size(), is(5));
    assertThat(script.rules().get(0).fault(), is(Fault.status(500).processedFirst()));
    assertThat(
        script.rules().get(1).fault(),
        is(
            Fault.status(503)
                .withRetryAfter(new RetryAfter(Duration.ofSeconds(30), RetryAfter.Form.SECONDS))));
    assertThat(script.rules().get(2).trigger(), is(FaultTrigger.chance(0.1)));
    assertThat(script.rules().get(2).fault(), is(Fault.status(429, CannedBody.EMPTY)));
    assertThat(script.rules().get(3).trigger(), is(FaultTrigger.device("d1")));
    assertThat(
        script.rules().get(3).bounds(),
        is(new FaultRule.Bounds(Duration.ofSeconds(30), Long.MAX_VALUE, -1)));
    assertThat(script.rules().get(4).bounds().overBytes(), is(5000L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "drop | false | DROPPED",
        "store-then-drop | true | DROPPED",
        "truncate | true | TRUNCATED",
        "503-html | false | COMPLETE",
        "store-then-504 | true | COMPLETE",
        "delay 5s | true | COMPLETE",
        "drip 500ms | true | COMPLETE",
        "first-index-only | true | COMPLETE",
        "wrong-count -1 | true | COMPLETE",
        "half-json | true | COMPLETE",
        "200-code-429 | false | COMPLETE",
        "429-quota | false | COMPLETE",
        "429-without-lists | false | COMPLETE",
        "store-then-drop + delay 2s | true | DROPPED"
      })
  void readsEveryAction(String action, boolean processes, Connection connection) {
    Fault fault = FaultScript.parse("1: " + action).rules().get(0).fault();
    assertThat(fault.processes(), is(processes));
    assertThat(fault.delivery().connection(), is(connection));
  }

  @Test
  void readsABodyWithColonsAndPluses() {
    Fault fault =
        FaultScript.parse("* : 400 body {\"error\": \"a + b: c\"}").rules().get(0).fault();
    assertThat(fault.replaces().orElseThrow().text(), is("{\"error\": \"a + b: c\"}"));
  }

  @Test
  void readsIdsWithColonsAndSpaces() {
    FaultScript script = FaultScript.parse("device a:b: 500\nuser \"x y\": 500\n# remark");
    assertThat(script.rules().get(0).trigger(), is(FaultTrigger.device("a:b")));
    assertThat(script.rules().get(1).trigger(), is(FaultTrigger.user("x y")));
    assertThat(script.rules().size(), is(2));
  }

  @Test
  void reportsEveryBadRuleAtOnce() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> FaultScript.parse("1: explode; nonsense; 2: 500; 3: body x"));
    assertThat(
        e.getMessage(),
        allOf(
            containsString("\"1: explode\": unknown action \"explode\""),
            containsString("\"nonsense\": expected \"trigger: action\""),
            containsString("\"3: body x\"")));
  }

  @Test
  void firstMatchingRuleDecides() {
    ActiveFaults faults = new ActiveFaults(FaultScript.parse("2: 500; 1-3: 503; 4-: 502"));
    assertThat(statuses(faults, 1, 2, 3, 4, 99), is(List.of(503, 500, 503, 502, 502)));
  }

  @Test
  void aRuleLastsFromItsFirstMatch() {
    ActiveFaults faults = new ActiveFaults(FaultScript.parse("device d1: 429 for 30s"));
    Request request = new Request(1, 10, "d1");
    assertThat(faults.next(new Request(1, 10, "d2"), NOW), is(Optional.empty()));
    assertThat(faults.next(request, NOW.plusSeconds(100)).isPresent(), is(true));
    assertThat(faults.next(request, NOW.plusSeconds(129)).isPresent(), is(true));
    assertThat(faults.next(request, NOW.plusSeconds(130)).isPresent(), is(false));
  }

  @Test
  void aRuleMatchesSoManyTimes() {
    ActiveFaults faults = new ActiveFaults(FaultScript.parse("*: 500 times 2"));
    assertThat(statuses(faults, 1, 2, 3), is(List.of(500, 500, 0)));
  }

  @Test
  void aRuleAsksForLongBodies() {
    ActiveFaults faults = new ActiveFaults(FaultScript.parse("*: 413 over 100 bytes"));
    assertThat(faults.next(new Request(1, 100, ""), NOW).isPresent(), is(false));
    assertThat(faults.next(new Request(2, 101, ""), NOW).isPresent(), is(true));
  }

  @Test
  void chanceDependsOnSeedAndNumberOnly() {
    List<Long> first = hits(7);
    assertThat(hits(7), is(first));
    assertThat(hits(8).equals(first), is(false));
    assertThat((long) first.size(), both(greaterThan(850L)).and(lessThan(1150L)));
  }

  @Test
  void retryAfterHasTwoForms() {
    HttpAnswer answer = HttpAnswer.of(503, "text/plain", new byte[0]);
    Fault seconds = FaultScript.parse("1: 503 + retry-after 90s").rules().get(0).fault();
    Fault date = FaultScript.parse("1: 503 + retry-after-date 90s").rules().get(0).fault();
    assertThat(seconds.dress(answer, NOW).headers().get("Retry-After"), is("90"));
    assertThat(
        date.dress(answer, NOW).headers().get("retry-after"), is("Thu, 01 Jan 2026 00:01:30 GMT"));
  }

  private static List<Long> hits(long seed) {
    ActiveFaults faults = new ActiveFaults(FaultScript.parse("10%: 500").withSeed(seed));
    return LongStream.rangeClosed(1, 10_000)
        .filter(n -> faults.next(new Request(n, 0, ""), NOW).isPresent())
        .boxed()
        .toList();
  }

  private static List<Integer> statuses(ActiveFaults faults, long... numbers) {
    return LongStream.of(numbers)
        .mapToObj(n -> faults.next(new Request(n, 0, ""), NOW))
        .map(hit -> hit.map(h -> h.fault().replaces().orElseThrow().status()).orElse(0))
        .toList();
  }
}
