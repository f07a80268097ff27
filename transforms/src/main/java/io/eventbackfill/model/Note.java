package io.eventbackfill.model;

import java.util.Locale;

/**
 * What was changed about an event, or is worth knowing of it, without keeping it from being sent.
 * Counted in the report; the set is closed.
 */
public enum Note {
  /** One of two ids was unusable and left out; the subject names the field. */
  ID_DROPPED("an unusable id was left out, the other one identifies the event"),
  /** The row had no insert id; the row's uuid stands in. */
  IDENTITY_FROM_UUID("the row has no insert id; its uuid stands in"),
  /** The row had neither insert id nor uuid; a hash of the row stands in. */
  IDENTITY_FROM_ROW("the row has neither insert id nor uuid; a hash of the row stands in"),
  /** The insert id was too long to be kept whole; its hash stands in. */
  IDENTITY_HASHED("the insert id is too long to be stored whole; its hash stands in"),
  /** The usual time field was unusable; the subject names the one used. */
  TIME_FALLBACK("the event's time was taken from another time field"),
  /** The event's time was written as for some days of May 2022; the subject names the field. */
  ODD_TIME("a time was written with colons in its date, as exports of May 2022 are"),
  /** A local time that clocks showed twice or never; the subject names the field. */
  TIME_AMBIGUOUS(
      "clocks showed this local time twice or never; the offset before the change counts"),
  /** Client and server clock differ by more than a minute. */
  CLOCK_GAP("event time and client time differ by more than 60 s"),
  /** A field was left out since its value is unusable; the subject names it. */
  FIELD_DROPPED("a field was left out, its value being unusable"),
  /** Strings the destination will cut. */
  LONG_STRING("a property holds a string that the destination cuts"),
  /** Groups beyond what the destination tracks. */
  TOO_MANY_GROUPS("more groups than the destination tracks"),
  /** A group type with several values where the destination takes one; the subject is the type. */
  GROUP_VALUES_DROPPED("of several groups of one type all but the first were left out"),
  /** A property named like an instruction to the destination; the subject names it. */
  PROPERTY_RENAMED("a property that the destination takes for an instruction was renamed"),
  /** An event too far from the start that its session's id tells. */
  SESSION_DROPPED("the event is over 24 h away from what its session id says; it was left out"),
  /** Half a surrogate pair, which is no text. */
  TEXT_REPAIRED("half a surrogate pair, which no text may hold, was replaced by U+FFFD"),
  /** A property operation outside a property update was taken out; the subject names it. */
  OPERATION_DROPPED("a property operation outside a property update was left out"),
  /** The row comes from sampled data: totals will be low. */
  SAMPLED("the row comes from sampled data, totals will be low"),
  /** So young that the destination counts it as live, and bills it. */
  SENT_AS_LIVE("the event is so young that the destination counts and bills it as live"),
  /** A key no rule names; the subject is the key. */
  UNKNOWN_KEY("a key that no rule names was left out"),
  /** A device that several users have used; the subject says what became of it. */
  SHARED_DEVICE("several users have used the device"),
  /** A user of a shared device to whom it was not linked. */
  SHARED_DEVICE_USER("a user of a shared device to whom it was not linked"),
  /** A device that was linked to a user for a merge alone. */
  LINKED_BY_MERGE("a device was linked to a user by a merge that the source records");

  private final String meaning;

  Note(String meaning) {
    this.meaning = meaning;
  }

  /** The note in words. */
  public String meaning() {
    return meaning;
  }

  /** The code on disk, kebab-case. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** This note about one field or key. */
  public Noted about(String subject) {
    return new Noted(this, subject);
  }

  /** This note about the event as a whole. */
  public Noted plain() {
    return new Noted(this, "");
  }
}
