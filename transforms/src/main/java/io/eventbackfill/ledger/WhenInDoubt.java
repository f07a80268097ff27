package io.eventbackfill.ledger;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What to do with an event that may have been stored, so long ago that the destination would not
 * know the copy.
 */
public enum WhenInDoubt {
  /** Neither: the user is asked. */
  REFUSE,
  /** Send it again; it may then be there twice. */
  RESEND,
  /** Leave it out; it may then be missing. */
  SKIP;

  /** The constant with this option value. */
  public static Optional<WhenInDoubt> named(String option) {
    return Arrays.stream(values()).filter(w -> w.option().equals(option)).findFirst();
  }

  /** The value of {@code --inDoubt}. */
  public String option() {
    return name().toLowerCase(Locale.ROOT);
  }
}
