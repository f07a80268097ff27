package io.eventbackfill.source;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A part of a file that can be read on its own: consecutive row groups of a Parquet file, or all
 * there is. Of a file that has no row groups, the part that begins with the first is all of it.
 *
 * @param from the first group, counted from 0
 * @param until the group after the last
 */
public record RowGroups(int from, int until) {
  /** The whole file. */
  public static final RowGroups ALL = new RowGroups(0, Integer.MAX_VALUE);

  public RowGroups {
    checkArgument(from >= 0 && from <= until, "from=%s until=%s", from, until);
  }

  /** True of the one part, among those that make up a file, that stands for it. */
  public boolean isFirst() {
    return from == 0;
  }

  boolean contains(int group) {
    return group >= from && group < until;
  }
}
