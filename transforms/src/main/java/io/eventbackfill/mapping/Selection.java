package io.eventbackfill.mapping;

import io.eventbackfill.model.Event;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.TimeRange;
import java.io.Serializable;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which events of an input a run is about. The others are skipped, each with its reason. Immutable.
 *
 * @param project the only project to take, as a row names it; null for all, and a row that names
 *     none is always taken
 * @param range the event times to take, before any rounding
 * @param only the types of events to take, exactly; empty for all
 * @param without the types of events to leave out, exactly
 */
public record Selection(
    @Nullable String project, TimeRange range, Set<String> only, Set<String> without)
    implements Serializable {
  /** Everything. */
  public static final Selection ALL = new Selection(null, TimeRange.ALL, Set.of(), Set.of());

  public Selection {
    only = Set.copyOf(only);
    without = Set.copyOf(without);
  }

  /** Only this project. */
  public static Selection ofProject(String project) {
    return new Selection(project, TimeRange.ALL, Set.of(), Set.of());
  }

  /** Why a row of this project is skipped; empty if it is not. */
  public Optional<Reason> skips(Optional<String> rowsProject) {
    return project == null || rowsProject.isEmpty() || rowsProject.get().equals(project)
        ? Optional.empty()
        : Optional.of(Reason.OTHER_PROJECT);
  }

  /** Why an event is skipped; empty if it is not. */
  public Optional<Reason> skips(Event event) {
    if (!range.contains(event.time().micros())) {
      return Optional.of(Reason.OUTSIDE_RANGE);
    }
    boolean taken =
        (only.isEmpty() || only.contains(event.type())) && !without.contains(event.type());
    return taken ? Optional.empty() : Optional.of(Reason.EXCLUDED_EVENT);
  }

  /** The types that are both to be taken and to be left out, sorted. */
  public Set<String> contradictions() {
    Set<String> both = new TreeSet<>(only);
    both.retainAll(without);
    return both;
  }
}
