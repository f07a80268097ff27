package io.eventbackfill.source;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.Serializable;
import java.util.function.Predicate;

/**
 * How files are read. Immutable.
 *
 * @param maxLineBytes the longest row of text to read, in bytes without its end; 1 to 1 GiB
 * @param skipMember which members of archives, by their full name, to leave out and report as
 *     skipped
 * @param text what text is made of
 * @param wanted what will be looked at
 */
public record ReadSettings(
    int maxLineBytes, MemberFilter skipMember, TextFormat text, Wanted wanted)
    implements Serializable {
  /** Rows are held in arrays, whose length is an int. */
  private static final int MOST_LINE_BYTES = 1 << 30;

  /** Chooses members of archives by their full name. */
  @FunctionalInterface
  public interface MemberFilter extends Predicate<String>, Serializable {}

  public ReadSettings {
    checkArgument(
        maxLineBytes >= 1 && maxLineBytes <= MOST_LINE_BYTES,
        "maxLineBytes=%s must be from 1 to %s",
        maxLineBytes,
        MOST_LINE_BYTES);
  }

  /** Everything, with rows of text up to this length. */
  public static ReadSettings upTo(int maxLineBytes) {
    return new ReadSettings(maxLineBytes, member -> false, TextFormat.AUTO, Wanted.ALL);
  }

  /** These settings with members left out. */
  public ReadSettings skipping(MemberFilter members) {
    return new ReadSettings(maxLineBytes, members, text, wanted);
  }

  /** These settings with another kind of text. */
  public ReadSettings reading(TextFormat other) {
    return new ReadSettings(maxLineBytes, skipMember, other, wanted);
  }

  /** These settings with less to look at. */
  public ReadSettings wanting(Wanted other) {
    return new ReadSettings(maxLineBytes, skipMember, text, other);
  }
}
