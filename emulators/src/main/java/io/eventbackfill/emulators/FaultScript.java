package io.eventbackfill.emulators;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An ordered list of things that go wrong. For each request the first rule that matches decides;
 * the others are not looked at. Immutable.
 *
 * <p>The text form has rules separated by semicolons or line ends; {@code #} at the start of a line
 * is a comment:
 *
 * <pre>
 * rule    = trigger ":" action { "+" action } [ "over" N "bytes" ] [ "for" DURATION ] [ "times" N ]
 * trigger = N | N "-" M | N "-"          request numbers, the first is 1
 *         | P "%"                        a share of the requests, repeatable through the seed
 *         | "*"                          every request
 *         | "device" ID | "user" ID | "insert" ID    requests with such an event; ID may be "quoted"
 * action  = STATUS                       not processed; the documented body (a 429 names the
 *                                        trigger's id, or else every id of the request)
 *         | STATUS "-empty" | STATUS "-html" | STATUS "-without-lists"
 *         | "429-quota"                  the daily quota is blamed
 *         | "200-code-429"               HTTP 200 whose body says 429
 *         | STATUS "body" TEXT           TEXT runs to the end of the rule
 *         | "store-then-" STATUS...      processed first, then any of the above
 *         | "drop"                       connection closed, nothing processed
 *         | "store-then-drop"            processed, then connection closed
 *         | "truncate"                   processed; the connection closes in mid-body
 *         | "half-json"                  processed; half a body with a matching Content-Length
 *         | "delay" DURATION             before the answer begins
 *         | "drip" DURATION              the body is spread over this time
 *         | "first-index-only"           index lists of a 400 name the first offender only
 *         | "wrong-count" SIGNED-N       events_ingested is off by N
 *         | "retry-after" DURATION       the header in seconds
 *         | "retry-after-date" DURATION  the header as a date
 * DURATION = 500ms | 30s | 5m | 2h | 1d
 * </pre>
 *
 * <p>"for" limits a rule to a time, by the emulator's clock, from its first match; "times" to a
 * number of matches; "over" to bodies longer than that. Example:
 *
 * <pre>
 * 3: store-then-500; 5-7: 503 + retry-after 30s; 10%: 429-empty; device d1: 429 for 30s;
 * *: 413 over 5000 bytes
 * </pre>
 */
public final class FaultScript {

  private final List<FaultRule> rules;
  private final long seed;

  FaultScript(List<FaultRule> rules, long seed) {
    this.rules = List.copyOf(rules);
    this.seed = seed;
  }

  /** Nothing goes wrong. */
  public static FaultScript none() {
    return new FaultScript(List.of(), 0);
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException naming every rule that cannot be understood
   */
  public static FaultScript parse(String text) {
    return new FaultScript(FaultScriptParser.parse(text), 0);
  }

  /** This script followed by one more rule. */
  public FaultScript when(FaultTrigger trigger, Fault fault) {
    return when(trigger, fault, FaultRule.Bounds.NONE);
  }

  /** This script followed by one more rule. */
  public FaultScript when(FaultTrigger trigger, Fault fault, FaultRule.Bounds bounds) {
    List<FaultRule> more = new ArrayList<>(rules);
    more.add(new FaultRule(trigger, fault, bounds, trigger + ": " + fault + " " + bounds));
    return new FaultScript(more, seed);
  }

  /** The seed of the rules with a percentage; 0 unless set. */
  public FaultScript withSeed(long seed) {
    return new FaultScript(rules, seed);
  }

  public long seed() {
    return seed;
  }

  public List<FaultRule> rules() {
    return rules;
  }

  @Override
  public String toString() {
    return rules.stream().map(FaultRule::text).collect(Collectors.joining("; "));
  }
}
