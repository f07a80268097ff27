package io.eventbackfill.planning;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import java.io.Serializable;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A row that was set aside or skipped, as much of it as somebody reads. Ordered by origin.
 *
 * @param reason why
 * @param origin where it came from
 * @param detail what is wrong with it, in words; of a text without end the beginning
 * @param row the first 500 characters of the row; null as long as nobody has read it again
 */
public record Example(Reason reason, Origin origin, String detail, @Nullable String row)
    implements Comparable<Example>, Serializable {

  private static final Comparator<@Nullable String> TEXT =
      Comparator.nullsFirst(Comparator.naturalOrder());

  private static final Comparator<Example> ORDER =
      Comparator.comparing((Example e) -> e.reason())
          .thenComparing(e -> e.origin().file())
          .thenComparing(e -> e.origin().member(), TEXT)
          .thenComparingLong(e -> e.origin().row())
          .thenComparing(Example::detail)
          .thenComparing(Example::row, TEXT);

  /** What to show of a row that was set aside. */
  static Example of(SetAside aside) {
    Refused cause = aside.cause();
    String detail = cause.detail().isEmpty() ? cause.reason().meaning() : cause.detail();
    Bytes row = aside.row();
    return new Example(
        cause.reason(), aside.origin(), Excerpt.of(detail), row == null ? null : Excerpt.of(row));
  }

  /** The row as it was set aside, for whoever can read it again where it is missing. */
  public SetAside aside() {
    return new SetAside(
        origin,
        new Refused(reason, "", detail),
        "",
        null,
        null,
        row == null ? null : Bytes.of(row));
  }

  @Override
  public int compareTo(Example other) {
    return ORDER.compare(this, other);
  }
}
