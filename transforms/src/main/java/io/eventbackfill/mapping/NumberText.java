package io.eventbackfill.mapping;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** JSON numbers written plainly. */
public final class NumberText {
  /** No long is longer: a sign and nineteen digits. */
  private static final int LONGEST_LONG = 20;

  private NumberText() {}

  /**
   * A number without exponent and without zeros after the point, as people write ids; null if that
   * takes more than {@code maxLength} characters.
   */
  public static @Nullable String plain(String number, int maxLength) {
    if (isInteger(number)) {
      return number.length() <= maxLength ? number : null;
    }
    BigDecimal value;
    try {
      value = new BigDecimal(number).stripTrailingZeros();
    } catch (NumberFormatException e) {
      // An exponent beyond 32 bits: far more digits than anyone asks for.
      return null;
    }
    long integerDigits = (long) value.precision() - value.scale();
    long length = Math.max(integerDigits, 1) + Math.max(value.scale(), 0);
    if (length > maxLength) {
      return null;
    }
    String plain = value.toPlainString();
    return plain.length() <= maxLength ? plain : null;
  }

  /** The number if it is whole and fits, however it is written (7, 7.0, 0.7e1); null if not. */
  public static @Nullable Long integer(String number) {
    String plain = plain(number, LONGEST_LONG);
    if (plain == null || plain.indexOf('.') >= 0) {
      return null;
    }
    try {
      return Long.valueOf(plain);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean isInteger(String number) {
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if ((c < '0' || c > '9') && !(c == '-' && i == 0)) {
        return false;
      }
    }
    return !number.equals("-0");
  }
}
