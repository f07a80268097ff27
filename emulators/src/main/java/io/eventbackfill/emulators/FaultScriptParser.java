package io.eventbackfill.emulators;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the grammar of {@link FaultScript}. */
final class FaultScriptParser {

  private static final String DURATION = "(\\d+)(ms|s|m|h|d)";

  private static final Pattern KEY_RULE =
      Pattern.compile("(device|user|insert)\\s+(\"[^\"]*\"|\\S+?)\\s*:\\s+(.*)", Pattern.DOTALL);

  private static final Pattern OTHER_RULE =
      Pattern.compile("(\\*|\\d+(?:\\.\\d+)?%|\\d+(?:-\\d*)?)\\s*:\\s*(.*)", Pattern.DOTALL);

  private static final Pattern STATUS =
      Pattern.compile("(store-then-)?(\\d{3})(-empty|-html|-without-lists|-quota|-code-429)?");

  private static final Pattern ARGUMENT =
      Pattern.compile("(delay|drip|retry-after|retry-after-date)\\s+" + DURATION);

  private static final Pattern COUNT = Pattern.compile("wrong-count\\s+([+-]?\\d+)");

  private static final Pattern BOUND =
      Pattern.compile(
          "(.*?)\\s+(?:over\\s+(?<over>\\d+)\\s+bytes|for\\s+(?<for>\\d+(?:ms|s|m|h|d))"
              + "|times\\s+(?<times>\\d+))",
          Pattern.DOTALL);

  private FaultScriptParser() {}

  static List<FaultRule> parse(String script) {
    List<FaultRule> rules = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String part : script.split("[;\\n]", -1)) {
      String text = part.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      try {
        rules.add(rule(text));
      } catch (IllegalArgumentException e) {
        problems.add("\"" + text + "\": " + e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("Bad fault script: " + String.join("; ", problems));
    }
    return rules;
  }

  private static FaultRule rule(String text) {
    Matcher key = KEY_RULE.matcher(text);
    if (key.matches()) {
      FaultKey kind = FaultKey.valueOf(key.group(1).toUpperCase(Locale.ROOT));
      String id = key.group(2);
      boolean quoted = id.startsWith("\"") && id.length() >= 2;
      String bare = quoted ? id.substring(1, id.length() - 1) : id;
      return rule(new FaultTrigger.Key(kind, bare), key.group(3), text);
    }
    Matcher other = OTHER_RULE.matcher(text);
    if (!other.matches()) {
      throw new IllegalArgumentException("expected \"trigger: action\"");
    }
    return rule(trigger(other.group(1)), other.group(2), text);
  }

  private static FaultTrigger trigger(String text) {
    if (text.equals("*")) {
      return FaultTrigger.always();
    }
    if (text.endsWith("%")) {
      return FaultTrigger.chance(Double.parseDouble(text.substring(0, text.length() - 1)) / 100);
    }
    int dash = text.indexOf('-');
    if (dash < 0) {
      return FaultTrigger.number(Long.parseLong(text));
    }
    String last = text.substring(dash + 1);
    long from = Long.parseLong(text.substring(0, dash));
    return FaultTrigger.numbers(from, last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last));
  }

  private static FaultRule rule(FaultTrigger trigger, String consequence, String text) {
    int mark = consequence.indexOf(" body ");
    String body = mark < 0 ? null : consequence.substring(mark + 6).strip();
    String rest = mark < 0 ? consequence.strip() : consequence.substring(0, mark).strip();
    FaultRule.Bounds bounds = FaultRule.Bounds.NONE;
    for (Matcher m = BOUND.matcher(rest); m.matches(); m = BOUND.matcher(rest)) {
      bounds = bound(bounds, m);
      rest = m.group(1);
    }
    return new FaultRule(trigger, fault(rest, body), bounds, text);
  }

  private static FaultRule.Bounds bound(FaultRule.Bounds bounds, Matcher m) {
    String over = m.group("over");
    String lasting = m.group("for");
    String times = m.group("times");
    return new FaultRule.Bounds(
        lasting == null ? bounds.lasting() : duration(lasting),
        times == null ? bounds.times() : Long.parseLong(times),
        over == null ? bounds.overBytes() : Long.parseLong(over));
  }

  private static Fault fault(String actions, @Nullable String body) {
    Fault fault = Fault.none();
    for (String action : actions.split("\\s*\\+\\s+", -1)) {
      fault = add(fault, action.strip());
    }
    if (body != null && fault.replacement() == null) {
      throw new IllegalArgumentException("a body needs a status");
    }
    return body == null ? fault : fault.withBody(body);
  }

  private static Fault add(Fault fault, String action) {
    Matcher status = STATUS.matcher(action);
    Matcher argument = ARGUMENT.matcher(action);
    Matcher count = COUNT.matcher(action);
    if (status.matches()) {
      return status(fault, status);
    } else if (argument.matches()) {
      Duration value = duration(argument.group(2) + argument.group(3));
      return argument(fault, argument.group(1), value);
    } else if (count.matches()) {
      Fault.Twist twist = fault.twist();
      int offset = Integer.parseInt(count.group(1));
      return fault.withTwist(new Fault.Twist(twist.firstIndexOnly(), offset, twist.halfBody()));
    }
    return word(fault, action);
  }

  private static Fault word(Fault fault, String action) {
    Delivery delivery = fault.delivery();
    Fault.Twist twist = fault.twist();
    return switch (action) {
      case "drop" -> fault.notProcessed().withDelivery(delivery.withConnection(Connection.DROPPED));
      case "store-then-drop" ->
          fault.processedFirst().withDelivery(delivery.withConnection(Connection.DROPPED));
      case "truncate" -> fault.withDelivery(delivery.withConnection(Connection.TRUNCATED));
      case "half-json" ->
          fault.withTwist(new Fault.Twist(twist.firstIndexOnly(), twist.countOffset(), true));
      case "first-index-only" ->
          fault.withTwist(new Fault.Twist(true, twist.countOffset(), twist.halfBody()));
      default -> throw new IllegalArgumentException("unknown action \"" + action + "\"");
    };
  }

  private static Fault status(Fault fault, Matcher status) {
    String suffix = status.group(3);
    CannedBody body =
        switch (suffix == null ? "" : suffix) {
          case "-empty" -> CannedBody.EMPTY;
          case "-html" -> CannedBody.HTML;
          case "-without-lists" -> CannedBody.WITHOUT_LISTS;
          case "-quota" -> CannedBody.QUOTA;
          case "-code-429" -> CannedBody.CODE_429;
          default -> CannedBody.DOCUMENTED;
        };
    Fault.Replacement told = new Fault.Replacement(Integer.parseInt(status.group(2)), body, null);
    boolean stores = status.group(1) != null;
    return new Fault(stores, told, fault.delivery(), fault.twist(), fault.retryAfter());
  }

  private static Fault argument(Fault fault, String name, Duration value) {
    return switch (name) {
      case "delay" -> fault.withDelivery(fault.delivery().withDelay(value));
      case "drip" -> fault.withDelivery(fault.delivery().withDrip(value));
      case "retry-after" -> fault.withRetryAfter(new RetryAfter(value, RetryAfter.Form.SECONDS));
      default -> fault.withRetryAfter(new RetryAfter(value, RetryAfter.Form.DATE));
    };
  }

  private static Duration duration(String text) {
    Matcher m = Pattern.compile(DURATION).matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException("not a duration: \"" + text + "\"");
    }
    long n = Long.parseLong(m.group(1));
    return switch (m.group(2)) {
      case "ms" -> Duration.ofMillis(n);
      case "s" -> Duration.ofSeconds(n);
      case "m" -> Duration.ofMinutes(n);
      case "h" -> Duration.ofHours(n);
      default -> Duration.ofDays(n);
    };
  }
}
