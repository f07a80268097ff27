package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.posthog.HogQl.Column;
import io.eventbackfill.emulators.posthog.HogQl.Count;
import io.eventbackfill.emulators.posthog.HogQl.Day;
import io.eventbackfill.emulators.posthog.HogQl.Expression;
import io.eventbackfill.emulators.posthog.HogQl.Property;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values of expressions: how they compare, and how an answer writes them. */
final class HogQlValues {

  // Without a fraction if it is zero, else with six digits: as Python writes it.
  private static final DateTimeFormatter WHOLE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  // ClickHouse sorts UUIDs by their second half first.
  private static final Comparator<UUID> UUID_ORDER =
      Comparator.<UUID, Long>comparing(
              uuid -> uuid.getLeastSignificantBits(), Long::compareUnsigned)
          .thenComparing(uuid -> uuid.getMostSignificantBits(), Long::compareUnsigned);

  private HogQlValues() {}

  /** The value for one row, or for a group of rows; null for a property that is not there. */
  static @Nullable Object of(Expression expression, List<StoredEvent> rows) {
    if (expression instanceof Count count) {
      return count
          .distinct()
          .map(of -> rows.stream().map(row -> of(of, List.of(row))).distinct().count())
          .orElse((long) rows.size());
    }
    StoredEvent row = rows.get(0);
    if (expression instanceof Property property) {
      return text(row.property(property.name()));
    }
    if (expression instanceof Column column) {
      return switch (column.name()) {
        case "uuid" -> row.uuid();
        case "event" -> row.event();
        case "distinct_id" -> row.distinctId();
        default -> row.timestamp();
      };
    }
    return row.day();
  }

  private static @Nullable String text(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return null;
    }
    return value.isTextual() ? value.textValue() : value.toString();
  }

  /**
   * A literal, read as what it is compared with.
   *
   * @throws HogQl.Invalid if it cannot be read so
   */
  static Object literal(Expression comparedWith, String text) {
    if (comparedWith instanceof Day) {
      return instant(text).atZone(ZoneOffset.UTC).toLocalDate();
    }
    if (comparedWith instanceof Column column) {
      if (column.name().equals("timestamp")) {
        return instant(text);
      }
      if (column.name().equals("uuid")) {
        return Uuids.parse(text)
            .orElseThrow(() -> new HogQl.Invalid("Cannot parse UUID from String: " + text));
      }
    }
    return text;
  }

  private static Instant instant(String text) {
    return EventTime.parse(text)
        .orElseThrow(() -> new HogQl.Invalid("Cannot parse DateTime: " + text));
  }

  /** Compares values of one expression; what is not there comes last. */
  static int compare(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return Boolean.compare(a == null, b == null);
    }
    if (a instanceof UUID left && b instanceof UUID right) {
      return UUID_ORDER.compare(left, right);
    }
    if (a instanceof Instant left && b instanceof Instant right) {
      return left.compareTo(right);
    }
    if (a instanceof LocalDate left && b instanceof LocalDate right) {
      return left.compareTo(right);
    }
    if (a instanceof Long left && b instanceof Long right) {
      return left.compareTo(right);
    }
    return a.toString().compareTo(b.toString());
  }

  /** The text of a value that is no number. */
  static String written(Object value) {
    if (value instanceof Instant instant) {
      boolean whole = instant.equals(instant.truncatedTo(ChronoUnit.SECONDS));
      return (whole ? WHOLE : MICROS).format(instant);
    }
    return value.toString();
  }

  /** What the database calls its type. */
  static String type(Expression expression) {
    if (expression instanceof Count) {
      return "UInt64";
    }
    if (expression instanceof Day) {
      return "Date";
    }
    if (expression instanceof Property) {
      return "Nullable(String)";
    }
    return switch (expression.label()) {
      case "uuid" -> "UUID";
      case "timestamp" -> "DateTime64(6, 'UTC')";
      default -> "String";
    };
  }
}
