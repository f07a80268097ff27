package io.eventbackfill.model;

import java.util.List;

/** What a mapping makes of a row, or a rule of an event: an event, or the reason why not. */
public sealed interface Checked {

  /**
   * An event that may go on.
   *
   * @param event the event, perhaps changed
   * @param notes what was changed, or is worth knowing
   */
  record Kept(Event event, List<Noted> notes) implements Checked {}

  /**
   * A row that does not go on.
   *
   * @param reason why; its disposition says whether it is rejected or skipped
   * @param field the field to blame, by the source's name; empty if none
   * @param detail what is wrong with it, in words a user can act on; empty if the reason says all
   */
  record Refused(Reason reason, String field, String detail) implements Checked {

    /** A refusal that needs no further words. */
    public static Refused because(Reason reason) {
      return new Refused(reason, "", "");
    }
  }

  /** An event as it is, with nothing to note. */
  static Checked kept(Event event) {
    return new Kept(event, List.of());
  }
}
