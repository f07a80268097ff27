package io.eventbackfill.validation;

import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.Noted;
import java.util.ArrayList;
import java.util.List;

/**
 * Notes each attribute that holds a string, at any depth, which the destination will cut. Never
 * changes or refuses an event. Names of properties are not counted.
 *
 * @param maxLength the most characters the destination keeps, in UTF-16 units
 */
public record LongStrings(int maxLength) implements EventRule {
  private static final long serialVersionUID = 1L;

  @Override
  public Checked check(Event event) {
    List<Noted> notes = new ArrayList<>(0);
    event
        .attributes()
        .forEach(
            (name, value) -> {
              if (value.hasStringLongerThan(maxLength)) {
                notes.add(Note.LONG_STRING.about(name));
              }
            });
    return notes.isEmpty() ? Checked.kept(event) : new Kept(event, notes);
  }
}
