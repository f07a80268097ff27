package io.eventbackfill.destinations.posthog;

import io.eventbackfill.delivery.HttpDownload;
import io.eventbackfill.delivery.HttpReply;
import io.eventbackfill.delivery.HttpReply.Answered;
import io.eventbackfill.delivery.HttpRequestSpec;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table of events that answers the two questions of a verification, by their span of time, limit
 * and first uuid; or with whatever it was told to say first.
 */
final class QueriedEvents implements HttpDownload {
  private static final Pattern SPAN =
      Pattern.compile(
          "timestamp >= toDateTime64\\('([^']+)', 6, 'UTC'\\)"
              + " AND timestamp < toDateTime64\\('([^']+)', 6, 'UTC'\\)");
  private static final Pattern LIMIT = Pattern.compile(" LIMIT (\\d+)$");
  private static final Pattern FROM = Pattern.compile(" AND uuid >= '([^']+)' ");

  /** An event of a second, by its number. */
  record Row(Instant time, int number) {
    String uuid() {
      return "00000000-0000-4000-8000-%012d".formatted(number);
    }

    String json() {
      return "[\"%s\",\"Sign Up\",\"user-%d\",\"%s\"]".formatted(uuid(), number, time);
    }
  }

  private final List<Row> rows = new ArrayList<>();
  private final Deque<HttpReply> told = new ArrayDeque<>();
  final List<String> queries = new ArrayList<>();
  final List<HttpRequestSpec> requests = new ArrayList<>();

  void store(Instant time, int events) {
    for (int i = 0; i < events; i++) {
      rows.add(new Row(time, rows.size()));
    }
  }

  /** The next question is answered like this. */
  void sayFirst(HttpReply reply) {
    told.add(reply);
  }

  static HttpReply answer(int status, String body) {
    return new Answered(status, Optional.empty(), Bytes.of(body.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public HttpReply send(HttpRequestSpec request) {
    requests.add(request);
    String query = query(request);
    queries.add(query);
    HttpReply first = told.poll();
    return first == null ? answer(200, "{\"results\":" + results(query) + "}") : first;
  }

  private static String query(HttpRequestSpec request) {
    try {
      Map<String, JsonValue> body = JsonValue.parseObject(request.body().array());
      return String.valueOf(body.get("query").members().get("query").text());
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException(request.body().text(), e);
    }
  }

  private String results(String query) {
    Matcher span = SPAN.matcher(query);
    Matcher limit = LIMIT.matcher(query);
    Matcher from = FROM.matcher(query);
    if (!span.find() || !limit.find()) {
      throw new IllegalArgumentException(query);
    }
    List<Row> found =
        rows.stream()
            .filter(row -> !row.time().isBefore(instant(span.group(1))))
            .filter(row -> row.time().isBefore(instant(span.group(2))))
            .sorted(Comparator.comparing(Row::time).thenComparing(Row::number))
            .toList();
    if (query.startsWith("SELECT toDate")) {
      return days(found);
    }
    return found.stream()
        .filter(row -> !from.find(0) || row.uuid().compareTo(from.group(1)) >= 0)
        .limit(Integer.parseInt(limit.group(1)))
        .map(Row::json)
        .toList()
        .toString();
  }

  private static String days(List<Row> found) {
    Map<LocalDate, Integer> days = new TreeMap<>();
    found.forEach(
        row -> days.merge(LocalDate.ofInstant(row.time(), ZoneOffset.UTC), 1, Integer::sum));
    return days.entrySet().stream()
        .map(day -> "[\"%s\",%d]".formatted(day.getKey(), day.getValue()))
        .toList()
        .toString();
  }

  private static Instant instant(String literal) {
    return Instant.parse(literal.replace(' ', 'T') + "Z");
  }

  @Override
  public HttpReply get(URI uri, Map<String, String> headers, OutputStream to) {
    throw new UnsupportedOperationException("it is only asked by POST");
  }

  @Override
  public void close() {}
}
