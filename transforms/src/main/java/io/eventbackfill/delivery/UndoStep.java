package io.eventbackfill.delivery;

/**
 * One thing that can be done about a load that should not have happened, for people.
 *
 * @param lead the first words, which stand out
 * @param text what follows them
 * @param command for a terminal; empty if there is none
 * @param remark what there is to say after it; empty if there is nothing
 */
public record UndoStep(String lead, String text, String command, String remark) {

  /** A step without a command. */
  public UndoStep(String lead, String text) {
    this(lead, text, "", "");
  }
}
