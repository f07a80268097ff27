package io.eventbackfill.mappingfile;

import io.eventbackfill.mapping.Findings;
import io.eventbackfill.model.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A number, or text of one, that counts from 1970 UTC. */
final class EpochTime extends TimeFormat {

  /** What is counted. */
  enum Unit {
    SECONDS(6),
    MILLIS(3),
    MICROS(0),
    NANOS(-3);

    private final int power;

    /** The power of ten that makes microseconds of it. */
    Unit(int power) {
      this.power = power;
    }

    /** The word in a document. */
    String code() {
      return "epoch-" + name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Unit named(String code) {
      for (Unit unit : values()) {
        if (unit.code().equals(code)) {
          return unit;
        }
      }
      return null;
    }
  }

  private static final int LONGEST = 40;

  private final Unit unit;

  EpochTime(Unit unit) {
    super(ZoneOffset.UTC);
    this.unit = unit;
  }

  @Override
  long micros(JsonValue value, Findings findings, String label) {
    JsonValue number = value.length() > LONGEST ? null : Conversion.NUMBER.convert(value);
    if (number == null || number.isNull()) {
      return UNUSABLE;
    }
    BigDecimal micros = new BigDecimal(number.toString()).scaleByPowerOfTen(unit.power);
    if (micros.precision() - micros.scale() > 18) {
      return UNUSABLE;
    }
    long whole = micros.setScale(0, RoundingMode.FLOOR).longValueExact();
    long second = Math.floorDiv(whole, 1_000_000L);
    return second < FIRST_SECOND || second > LAST_SECOND ? UNUSABLE : whole;
  }

  @Override
  String description() {
    return "a number of " + unit.name().toLowerCase(Locale.ROOT) + " since 1970";
  }
}
