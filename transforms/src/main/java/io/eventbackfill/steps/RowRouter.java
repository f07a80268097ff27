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
import io.eventbackfill.model.Noted;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.model.SourceRow;
import io.eventbackfill.source.SetAsideFormat;
import io.eventbackfill.validation.EventRules;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One row's way to its lane: parse, map, check, render. Pure; knows no Beam. */
final class RowRouter implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Mapping mapping;
  private final Destination destination;
  private final EventRules rules;
  private final OrderBy orderBy;
  private final Selection selection;

  RowRouter(Mapping mapping, Destination destination, OrderBy orderBy, Selection selection) {
    this.mapping = mapping;
    this.destination = destination;
    this.rules = destination.rules();
    this.orderBy = orderBy;
    this.selection = selection;
  }

  /** Where a row goes, and what was noted of it. */
  sealed interface Routed {
    /** To its lane; with the event as it was mapped, and the project the row names. */
    record ToLane(QueuedEvent event, Event mapped, List<Noted> notes, Optional<String> project)
        implements Routed {}

    /** Nowhere; a dead letter unless the reason skips it. */
    record Aside(SetAside aside) implements Routed {}
  }

  Routed route(RawRow raw) {
    if (isBlank(raw.bytes())) {
      return aside(raw, Refused.because(Reason.BLANK_LINE));
    }
    return parse(
        raw,
        fields -> {
          Optional<RawRow> wrapped = SetAsideFormat.unwrap(fields);
          return wrapped.isEmpty()
              ? route(raw, new SourceRow(raw.origin(), fields))
              : parse(
                  wrapped.get(), inner -> route(wrapped.get(), new SourceRow(raw.origin(), inner)));
        });
  }

  private static Routed parse(RawRow raw, Function<Map<String, JsonValue>, Routed> then) {
    if (!raw.bytes().isUtf8()) {
      return aside(raw, Refused.because(Reason.INVALID_UTF8));
    }
    Map<String, JsonValue> fields;
    try {
      fields = JsonValue.parseObject(raw.bytes().array());
    } catch (MalformedJsonException e) {
      return aside(raw, new Refused(Reason.INVALID_JSON, "", String.valueOf(e.getMessage())));
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
      return aside(raw, refused);
    }
    Kept kept = (Kept) mapped;
    skipped = selection.skips(kept.event());
    if (skipped.isPresent()) {
      return aside(raw, Refused.because(skipped.get()));
    }
    Checked checked = rules.check(kept.event());
    if (checked instanceof Refused refused) {
      return aside(raw, refused);
    }
    Kept valid = (Kept) checked;
    Bytes body = destination.render(valid.event());
    if (!destination.limits().fitsAlone(body.length())) {
      String detail = "the event has " + body.length() + " bytes";
      return aside(raw, new Refused(Reason.TOO_LARGE, "", detail));
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
    // Whoever repairs a row may need the fields that the mapping did not ask for.
    Bytes row = raw.whole() ? raw.bytes() : null;
    return new Routed.Aside(new SetAside(raw.origin(), cause, "", null, null, row));
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
