package io.eventbackfill.mapping;

import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.Noted;
import io.eventbackfill.model.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came up while one row was read: notes in order, and the first refusal. */
final class Findings {
  private final List<Noted> notes = new ArrayList<>(4);
  private @Nullable Refused refused;

  void note(Note note, String subject) {
    notes.add(note.about(subject));
  }

  void note(Note note) {
    notes.add(note.plain());
  }

  void refuse(Reason reason, String field, String detail) {
    if (refused == null) {
      refused = new Refused(reason, field, detail);
    }
  }

  @Nullable Refused refused() {
    return refused;
  }

  List<Noted> notes() {
    return List.copyOf(notes);
  }
}
