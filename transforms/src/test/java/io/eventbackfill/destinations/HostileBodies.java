package io.eventbackfill.destinations;

import io.eventbackfill.delivery.HttpReply;
import io.eventbackfill.delivery.HttpReply.Answered;
import io.eventbackfill.delivery.HttpReply.Failed;
import io.eventbackfill.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bodies no vendor should send: documented ones with other types inside, cut, or torn. */
final class HostileBodies {
  static final List<Integer> STATUSES =
      List.of(
          -1, 0, 99, 100, 200, 202, 204, 301, 400, 401, 403, 408, 413, 429, 499, 500, 503, 599,
          999);

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1.5",
          "1e999999999",
          "-1e-999999999",
          "99999999999999999999999999",
          "4294967496",
          "2147483648",
          "\"\"",
          "\"200\"",
          "\"0x1\"",
          "\"\\ud800\"",
          "[]",
          "{}",
          "[[[]]]",
          "[null,true,\"1\",-1,1.0,2147483647,{}]",
          "{\"\":null}",
          "{\"device_id\":{\"a\":[1]},\"user_id\":[0,0,99999]}",
          "[0,1,2,3]");

  private static final Pattern VALUE =
      Pattern.compile(":(\\{[^{}]*\\}|\\[[^\\[\\]]*\\]|\"[^\"]*\"|-?[0-9.]+)");

  private final List<String> documented;

  HostileBodies(List<String> documented) {
    this.documented = documented;
  }

  /** The same seed gives the same reply. */
  HttpReply reply(long seed) {
    Random random = new Random(seed);
    if (random.nextInt(100) == 0) {
      return new Failed("timeout", "nobody there");
    }
    byte[] body = body(random);
    int status = STATUSES.get(random.nextInt(STATUSES.size()));
    Optional<String> retryAfter = random.nextInt(5) == 0 ? Optional.of("soon") : Optional.empty();
    return new Answered(status, retryAfter, Bytes.of(body));
  }

  private byte[] body(Random random) {
    String text = documented.get(random.nextInt(documented.size()));
    for (int changes = random.nextInt(4); changes >= 0; changes--) {
      text = withAnotherValue(text, random);
    }
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    switch (random.nextInt(6)) {
      case 0 -> body = Arrays.copyOf(body, random.nextInt(body.length + 1));
      case 1 -> body[random.nextInt(body.length)] = (byte) random.nextInt();
      case 2 -> {
        body = new byte[random.nextInt(100)];
        random.nextBytes(body);
      }
      default -> {}
    }
    return body;
  }

  private static String withAnotherValue(String text, Random random) {
    List<Integer> places = new ArrayList<>();
    Matcher matcher = VALUE.matcher(text);
    while (matcher.find()) {
      places.add(matcher.start(1));
    }
    if (places.isEmpty()) {
      return text;
    }
    int place = places.get(random.nextInt(places.size()));
    matcher = VALUE.matcher(text);
    matcher.find(place - 1);
    String value = VALUES.get(random.nextInt(VALUES.size()));
    return text.substring(0, matcher.start(1)) + value + text.substring(matcher.end(1));
  }

  /** Too much of something. */
  static List<byte[]> extremes() {
    List<String> texts =
        List.of(
            "",
            " ",
            "null",
            "\"text\"",
            "[]",
            "{",
            "\ufeff{\"code\":200}",
            "[".repeat(100_000),
            "{\"a\":".repeat(100_000),
            "{\"events_with_invalid_fields\":" + "[".repeat(500) + "]".repeat(500) + "}",
            "{\"code\":" + "9".repeat(5000) + "}",
            "{\"error\":\"" + "<p>".repeat(100_000) + "\"}",
            "<html>" + "<p>a page</p>\n".repeat(20_000) + "</html>",
            "{\"throttled_events\":[" + "0,".repeat(50_000) + "0]}");
    List<byte[]> bodies = new ArrayList<>();
    texts.forEach(text -> bodies.add(text.getBytes(StandardCharsets.UTF_8)));
    bodies.add("{\"code\":200}".getBytes(StandardCharsets.UTF_16));
    bodies.add(new byte[] {(byte) 0xff, (byte) 0xfe, 0, (byte) 0xc3});
    bodies.add(new byte[1 << 20]);
    return bodies;
  }
}
