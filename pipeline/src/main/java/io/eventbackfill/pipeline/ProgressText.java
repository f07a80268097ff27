package io.eventbackfill.pipeline;

import io.eventbackfill.pipeline.Progress.Ended;
import io.eventbackfill.pipeline.Progress.Look;
import io.eventbackfill.pipeline.Progress.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How far a run is, in words: as one line, or as a few short ones for a terminal. Plain ASCII,
 * since nobody knows what a terminal shows of the rest.
 */
final class ProgressText {
  private static final String BETWEEN = " | ";
  private static final int LONGEST_BAR = 40;
  private static final int SHORTEST_BAR = 5;
  private static final Duration A_DAY = Duration.ofHours(20);
  private static final Duration MINUTES = Duration.ofSeconds(90);

  private final ZoneId zone;

  /** Tells times as the clocks of this zone show them. */
  ProgressText(ZoneId zone) {
    this.zone = zone;
  }

  /** All of it, in one line. */
  String line(Look look) {
    List<String> parts = new ArrayList<>();
    parts.add(look.phase().word() + (look.share().isPresent() ? " " + percent(look) : ""));
    parts.add(done(look));
    parts.addAll(ended(look.ended()));
    parts.addAll(pace(look));
    return String.join(BETWEEN, parts);
  }

  /** All of it, in lines of so many columns: three of them where they are 80 or more. */
  List<String> block(Look look, int columns) {
    List<String> lines = new ArrayList<>();
    lines.addAll(bar(look, columns));
    lines.addAll(wrapped(ended(look.ended()), columns));
    lines.addAll(wrapped(pace(look), columns));
    return lines.stream().map(line -> line.substring(0, Math.min(columns, line.length()))).toList();
  }

  private static List<String> bar(Look look, int columns) {
    if (look.share().isEmpty()) {
      return wrapped(List.of(look.phase().word(), done(look)), columns);
    }
    String before = look.phase().word() + " [";
    String after = "] " + percent(look);
    String done = ", " + done(look);
    boolean together = before.length() + after.length() + done.length() + 10 <= columns;
    int room = columns - before.length() - after.length() - (together ? done.length() : 0);
    int length = Math.max(SHORTEST_BAR, Math.min(LONGEST_BAR, room));
    int full = (int) Math.floor(look.share().getAsDouble() * length);
    String bar = before + "#".repeat(full) + ".".repeat(length - full) + after;
    return together ? List.of(bar + done) : List.of(bar, done(look));
  }

  private static List<String> wrapped(List<String> parts, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String part : parts) {
      if (line.length() > 0 && line.length() + BETWEEN.length() + part.length() > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : BETWEEN).append(part);
    }
    lines.add(line.toString());
    return lines;
  }

  /** Rounded down: what is not done is never called 100 %. */
  private static String percent(Look look) {
    return (int) Math.floor(look.share().orElse(0) * 100) + " %";
  }

  private static String done(Look look) {
    return look.phase().compareTo(Phase.SENDING) < 0
        ? number(look.count()) + " rows"
        : number(look.count()) + " of " + number(look.total()) + " events";
  }

  private static List<String> ended(Ended ended) {
    return List.of(
        "accepted " + number(ended.accepted()),
        "held " + number(ended.held()),
        "deferred " + number(ended.deferred()),
        "rejected " + number(ended.rejected()),
        "skipped " + number(ended.skipped()));
  }

  private List<String> pace(Look look) {
    List<String> parts = new ArrayList<>();
    parts.add(
        number(Math.round(look.perSecond()))
            + "/s, average "
            + number(Math.round(look.average()))
            + "/s");
    parts.add(words(look.bottleneck()));
    look.left().ifPresent(left -> parts.add("until " + end(look.at(), left)));
    return parts;
  }

  private String words(Bottleneck bottleneck) {
    return switch (bottleneck.kind()) {
      case OUTAGE ->
          "outage" + bottleneck.since().map(at -> " since " + time("HH:mm:ss", at)).orElse("");
      case THROTTLED -> "the destination throttles";
      case PROJECT_RATE -> "our limit: the project's rate";
      case DEVICE_RATE -> "our limit: per device and user";
      case SENDING -> "nothing waits";
      case READING -> "reading";
      case GROUPING -> "sorting";
      case WRITING -> "writing the results";
    };
  }

  private String end(Instant now, Duration left) {
    String pattern =
        left.compareTo(A_DAY) >= 0
            ? "EEE d MMM HH:mm"
            : left.compareTo(MINUTES) < 0 ? "HH:mm:ss" : "HH:mm";
    return time(pattern, now.plus(left)) + " (" + roughly(left) + ")";
  }

  private String time(String pattern, Instant at) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(zone).format(at);
  }

  private static String roughly(Duration left) {
    double seconds = left.toMillis() / 1000.0;
    if (seconds < MINUTES.toSeconds()) {
      return Math.max(1, Math.round(seconds)) + " s";
    }
    if (seconds < Duration.ofHours(3).toSeconds()) {
      return Math.round(seconds / 60) + " min";
    }
    double hours = seconds / 3600;
    return hours < 48 ? Math.round(hours) + " h" : Math.round(hours / 24) + " days";
  }

  private static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }
}
