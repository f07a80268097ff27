package io.eventbackfill.planning;

import io.eventbackfill.model.Origin;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Three rows for each reason, those of the smallest origins: the same ones in whatever order they
 * come. Mutable and not thread-safe.
 */
public final class Examples implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many of each reason. */
  public static final int OF_EACH = 3;

  private final Map<Reason, TreeSet<Example>> byReason = new EnumMap<>(Reason.class);

  /** A row that was set aside, or skipped. */
  public void add(SetAside aside) {
    TreeSet<Example> same = byReason.get(aside.cause().reason());
    if (same == null || same.size() < OF_EACH || mayPrecede(aside, same.last())) {
      add(Example.of(aside));
    }
  }

  /** One more; it is kept if its origin is among the smallest. */
  public void add(Example example) {
    TreeSet<Example> same = byReason.computeIfAbsent(example.reason(), r -> new TreeSet<>());
    same.add(example);
    if (same.size() > OF_EACH) {
      same.pollLast();
    }
  }

  /** Adds those of another, which stays as it is. */
  public void merge(Examples other) {
    other.all().forEach(this::add);
  }

  /** True if there are none. */
  public boolean isEmpty() {
    return byReason.isEmpty();
  }

  /** All of them, by reason, then by origin. */
  public List<Example> all() {
    List<Example> all = new ArrayList<>();
    byReason.values().forEach(all::addAll);
    return all;
  }

  /** Spares the work on all the rows that come too late. */
  private static boolean mayPrecede(SetAside aside, Example last) {
    Origin origin = aside.origin();
    int byFile = origin.file().compareTo(last.origin().file());
    if (byFile != 0) {
      return byFile < 0;
    }
    boolean sameMember = Objects.equals(origin.member(), last.origin().member());
    return !sameMember || origin.row() <= last.origin().row();
  }
}
