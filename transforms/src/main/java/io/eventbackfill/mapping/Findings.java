package io.eventbackfill.mapping;

import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.Noted;
import io.eventbackfill.model.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came up while one row was read: notes in order, and the first refusal. Of one thread. */
public final class Findings {
  private final List<Noted> notes = new ArrayList<>(4);
  private @Nullable Refused refused;

  /** Notes something about a field. */
  public void note(Note note, String subject) {
    notes.add(note.about(subject));
  }

  /** Notes something about the row as a whole. */
  public void note(Note note) {
    notes.add(note.plain());
  }

  /** Says why the row can't go on, unless a reason is there already. */
  public void refuse(Reason reason, String field, String detail) {
    if (refused == null) {
      refused = new Refused(reason, field, detail);
    }
  }

  /** Why the row can't go on; null if it can. */
  public @Nullable Refused refused() {
    return refused;
  }

  /** What was noted, in order. */
  public List<Noted> notes() {
    return List.copyOf(notes);
  }
}
