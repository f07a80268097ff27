package io.eventbackfill.model;

import java.io.Serializable;

/**
 * One note with its subject.
 *
 * @param note what is noted
 * @param subject the field or key it is about; empty for the event as a whole
 */
public record Noted(Note note, String subject) implements Comparable<Noted>, Serializable {

  /** By note, then by subject. */
  @Override
  public int compareTo(Noted other) {
    int byNote = note.compareTo(other.note);
    return byNote != 0 ? byNote : subject.compareTo(other.subject);
  }
}
