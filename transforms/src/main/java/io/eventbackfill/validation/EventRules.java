package io.eventbackfill.validation;

import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Noted;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules in order; the first refusal ends it, notes add up.
 *
 * @param rules the rules
 */
public record EventRules(List<EventRule> rules) implements EventRule {
  private static final long serialVersionUID = 1L;

  @Override
  public Checked check(Event event) {
    Event current = event;
    List<Noted> notes = new ArrayList<>();
    for (EventRule rule : rules) {
      Checked checked = rule.check(current);
      if (checked instanceof Checked.Kept kept) {
        current = kept.event();
        notes.addAll(kept.notes());
      } else {
        return checked;
      }
    }
    return new Checked.Kept(current, notes);
  }
}
