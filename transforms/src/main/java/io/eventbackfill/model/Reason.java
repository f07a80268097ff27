package io.eventbackfill.model;

import java.util.Locale;

/**
 * Why a row ended where it did. The set is closed and its codes are an interface: they stand in
 * dead letters, in the report and in the README's table.
 */
public enum Reason {
  /** Sent, and the destination confirmed it. */
  DELIVERED(Disposition.ACCEPTED, "the destination confirmed the event"),

  /** The line is not a JSON object. */
  INVALID_JSON(Disposition.REJECTED, "the line is not one JSON object"),
  /** The line is not UTF-8. */
  INVALID_UTF8(Disposition.REJECTED, "the line is not valid UTF-8"),
  /** The line is longer than {@code --maxLineBytes}. */
  LINE_TOO_LONG(Disposition.REJECTED, "the line is longer than --maxLineBytes"),
  /** A row of a format with columns does not have them. */
  INVALID_ROW(Disposition.REJECTED, "the row is not what its format asks for"),
  /** The file ended in the middle of its compressed data; the rest of it can't be read. */
  TRUNCATED_FILE(
      Disposition.REJECTED,
      "the file ends too early; one record stands for what is missing, all before it was read"),
  /** The file could not be opened, or its content can't be decoded from here on. */
  UNREADABLE_FILE(
      Disposition.REJECTED, "the file can't be read; one record stands for what is missing"),
  /** No event type. */
  MISSING_EVENT_TYPE(Disposition.REJECTED, "the row has no event type"),
  /** No usable time in any of the time fields. */
  MISSING_TIME(Disposition.REJECTED, "the row has no usable time; it is never replaced by now"),
  /** Neither a usable device id nor a usable user id. */
  MISSING_ID(Disposition.REJECTED, "the row has neither a usable device id nor a usable user id"),
  /** A field whose value the destination can't take. */
  INVALID_FIELD(Disposition.REJECTED, "a field's value is of the wrong type or out of bounds"),
  /** Properties nested deeper than the destination takes. */
  TOO_DEEP(Disposition.REJECTED, "properties are nested deeper than the destination takes"),
  /** One event larger than the destination takes in one request. */
  TOO_LARGE(Disposition.REJECTED, "the event alone is larger than a request may be"),
  /** The destination refused an id as too short. */
  INVALID_ID_LENGTH(Disposition.REJECTED, "the destination refused the length of an id"),
  /** Another event of the same identity, which the vendor would take for this one. */
  REUSED_IDENTITY(
      Disposition.REJECTED,
      "another event, with other content, has the same identity; the vendor would keep one of them"),
  /** The row is a property update (identify, group identify) and not an event. */
  NOT_AN_EVENT(Disposition.REJECTED, "the row is a property update or another kind of record"),
  /** The destination refused the event alone, naming no field. */
  REFUSED(Disposition.REJECTED, "the destination refused the event and named no reason"),
  /** The destination's firewall refused the event. */
  FORBIDDEN(Disposition.REJECTED, "the destination's firewall refused the event"),
  /** The destination has silenced the device. */
  SILENCED(Disposition.REJECTED, "the destination has silenced the device"),
  /** So young that the destination would count it as live, which was not wanted. */
  LIVE_EVENT(
      Disposition.REJECTED,
      "the event is so young that the destination would count it as live; see --youngEvents"),

  /** The device or the user is over the destination's daily quota. */
  DAILY_QUOTA(Disposition.DEFERRED, "the device or user is over the destination's daily quota"),
  /** The destination did not take it before {@code --giveUpAfter}. */
  GAVE_UP(Disposition.DEFERRED, "the destination did not answer usefully before --giveUpAfter"),
  /** The run was asked to stop first. */
  STOPPED(Disposition.DEFERRED, "the run was asked to stop before it was sent"),
  /** So young that the destination would count it as live: a later run sends it as history. */
  TOO_YOUNG(
      Disposition.DEFERRED,
      "the event is so young that the destination would count it as live; a later run sends it"),
  /** May be stored already, and nobody said what to do about it. */
  IN_DOUBT(
      Disposition.DEFERRED,
      "an earlier request may have stored it, too long ago to send it again; see --inDoubt"),

  /** Nothing but white space. */
  BLANK_LINE(Disposition.SKIPPED, "the line is blank"),
  /** The same event once more. */
  DUPLICATE(Disposition.SKIPPED, "the same event stands in the input more than once"),
  /** An earlier run of the same ledger delivered it. */
  ALREADY_DELIVERED(Disposition.SKIPPED, "an earlier run with this ledger delivered the event"),
  /** May be stored already, and is left out for that. */
  LEFT_IN_DOUBT(
      Disposition.SKIPPED, "an earlier request may have stored it; left out by --inDoubt=skip"),
  /** An event the vendor derives itself from another one in the export. */
  DERIVED_EVENT(
      Disposition.SKIPPED, "the vendor derives this event itself; sending it would double it"),
  /** The mapping's {@code keep} leaves the row out. */
  FILTERED(Disposition.SKIPPED, "the mapping's keep leaves the row out"),
  /** A record of two users merged. */
  MERGED_ID_ROW(Disposition.SKIPPED, "the row records a merge of users and is no event"),
  /** Another project than {@code --sourceProject}. */
  OTHER_PROJECT(Disposition.SKIPPED, "the row is of another project than --sourceProject"),
  /** Before {@code --since}, or not before {@code --until}. */
  OUTSIDE_RANGE(Disposition.SKIPPED, "the event's time is outside --since and --until"),
  /** Not among {@code --events}, or among {@code --excludeEvents}. */
  EXCLUDED_EVENT(
      Disposition.SKIPPED, "the event's type is left out by --events or --excludeEvents"),
  /** A link that the destination does not take. */
  NOT_LINKED(Disposition.SKIPPED, "the destination does not take the link, for one of its ids"),
  /** A profile that the destination does not take. */
  NOT_PROFILED(Disposition.SKIPPED, "the destination takes no properties of this user or device");

  private final Disposition disposition;
  private final String meaning;

  Reason(Disposition disposition, String meaning) {
    this.disposition = disposition;
    this.meaning = meaning;
  }

  /** Where a row with this reason ends. */
  public Disposition disposition() {
    return disposition;
  }

  /** The reason in words, for reports and documentation. */
  public String meaning() {
    return meaning;
  }

  /** The code on disk, kebab-case. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
