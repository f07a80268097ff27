package io.eventbackfill.steps;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import io.eventbackfill.model.Merge;
import io.eventbackfill.model.Noted;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.model.SourceRow;
import io.eventbackfill.source.SetAsideFormat;
import io.eventbackfill.validation.EventRules;
import io.eventbackfill.verification.StoredForm;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One row's way to its lane: parse, map, check, render. Pure; knows no Beam. */
final class RowRouter implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What is set aside for these is a piece of a file, and no row until somebody makes it one. */
  private static final Set<Reason> OF_PIECES =
      EnumSet.of(
          Reason.LINE_TOO_LONG, Reason.INVALID_ROW, Reason.TRUNCATED_FILE, Reason.UNREADABLE_FILE);

  private static final Refused NO_ROW =
      new Refused(Reason.INVALID_ROW, "", "the record holds no row");

  private final Mapping mapping;
  private final Destination destination;
  private final EventRules rules;
  private final OrderBy orderBy;
  private final Selection selection;
  private final boolean readsMerges;
  private final @Nullable StoredForm stored;

  RowRouter(Mapping mapping, Destination destination, OrderBy orderBy, Selection selection) {
    this(mapping, destination, orderBy, selection, null);
  }

  /** For rows of what is stored in a form, if it is not null. */
  RowRouter(
      Mapping mapping,
      Destination destination,
      OrderBy orderBy,
      Selection selection,
      @Nullable StoredForm stored) {
    this.stored = stored;
    this.mapping = mapping;
    this.destination = destination;
    this.rules = destination.rules();
    this.orderBy = orderBy;
    this.selection = selection;
    this.readsMerges = destination.linking().isPresent();
  }

  /** Where a row goes, and what was noted of it. */
  sealed interface Routed {
    /** To its lane; with the event as it was mapped, and the project the row names. */
    record ToLane(QueuedEvent event, Event mapped, List<Noted> notes, Optional<String> project)
        implements Routed {}

    /** Nowhere; a dead letter unless the reason skips it. With the merge that the row records. */
    record Aside(SetAside aside, Optional<Merge> merge) implements Routed {}
  }

  Routed route(RawRow raw) {
    if (isBlank(raw.bytes())) {
      return aside(raw, Refused.because(Reason.BLANK_LINE));
    }
    return parse(
        raw,
        Optional.empty(),
        fields -> {
          Optional<RawRow> wrapped = SetAsideFormat.unwrap(fields);
          return wrapped.isEmpty()
              ? route(raw, new SourceRow(raw.origin(), fields))
              : again(raw.origin(), wrapped.get(), fields);
        });
  }

  /** A row that was set aside before: it keeps its identity, and if it is refused, its origin. */
  private Routed again(Origin here, RawRow wrapped, Map<String, JsonValue> record) {
    Optional<Refused> before = SetAsideFormat.rejection(record);
    if (isBlank(wrapped.bytes())) {
      return aside(wrapped, before.orElse(NO_ROW));
    }
    return parse(
        wrapped,
        before.filter(cause -> OF_PIECES.contains(cause.reason())),
        fields -> route(wrapped, new SourceRow(here, fields, SetAsideFormat.identity(record))));
  }

  /**
   * Reads a row's fields.
   *
   * @param otherwise what is wrong with a row that has none, if that is known already
   */
  private static Routed parse(
      RawRow raw, Optional<Refused> otherwise, Function<Map<String, JsonValue>, Routed> then) {
    if (!raw.bytes().isUtf8()) {
      return aside(raw, otherwise.orElse(Refused.because(Reason.INVALID_UTF8)));
    }
    Map<String, JsonValue> fields;
    try {
      fields = JsonValue.parseObject(raw.bytes().array());
    } catch (MalformedJsonException e) {
      String detail = String.valueOf(e.getMessage());
      return aside(raw, otherwise.orElse(new Refused(Reason.INVALID_JSON, "", detail)));
    }
    return then.apply(fields);
  }

  private Routed route(RawRow raw, SourceRow row) {
    Optional<String> project = mapping.project(row);
    Optional<Reason> skipped = selection.skips(project);
    if (skipped.isPresent()) {
      return aside(raw, Refused.because(skipped.get()));
    }
    Checked mapped = mapping.map(row);
    if (mapped instanceof Refused refused) {
      return readsMerges && refused.reason() == Reason.MERGED_ID_ROW
          ? new Routed.Aside(setAside(raw, refused), mapping.merge(row))
          : aside(raw, refused);
    }
    Kept kept = (Kept) mapped;
    skipped = selection.skips(kept.event());
    if (skipped.isPresent()) {
      return aside(raw, Refused.because(skipped.get()));
    }
    Optional<Bytes> asStored = stored == null ? Optional.empty() : stored.body(kept.event());
    if (asStored.isPresent()) {
      QueuedEvent event = queued(row, kept.event(), asStored.get());
      return new Routed.ToLane(event, kept.event(), kept.notes(), project);
    }
    Checked checked = rules.check(kept.event());
    if (checked instanceof Refused refused) {
      return aside(raw, refused);
    }
    Kept valid = (Kept) checked;
    Bytes body = destination.render(valid.event());
    Optional<String> tooLarge = destination.tooLarge(body);
    if (tooLarge.isPresent()) {
      return aside(raw, new Refused(Reason.TOO_LARGE, "", tooLarge.get()));
    }
    List<Noted> notes = new ArrayList<>(kept.notes());
    notes.addAll(valid.notes());
    return new Routed.ToLane(queued(row, valid.event(), body), valid.event(), notes, project);
  }

  private QueuedEvent queued(SourceRow row, Event event, Bytes body) {
    Who who = event.who();
    return new QueuedEvent(
        event.identity(),
        event.time(),
        new Who(who.device(), who.user(), null),
        orderBy.key(who),
        row.origin(),
        body);
  }

  private static Routed aside(RawRow raw, Refused cause) {
    return new Routed.Aside(setAside(raw, cause), Optional.empty());
  }

  private static SetAside setAside(RawRow raw, Refused cause) {
    // Whoever repairs a row may need the fields that the mapping did not ask for.
    Bytes row = raw.whole() ? raw.bytes() : null;
    return new SetAside(raw.origin(), cause, "", null, null, row);
  }

  private static boolean isBlank(Bytes bytes) {
    for (byte b : bytes.array()) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
