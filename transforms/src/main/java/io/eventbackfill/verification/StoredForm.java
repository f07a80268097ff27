package io.eventbackfill.verification;

import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.JsonValue;
import java.io.Serializable;
import java.util.Optional;
import java.util.Set;

/**
 * How a vendor stores the events it is sent: what may differ between the two without anything being
 * lost or wrong. Fields go by the names they have in an event as sent.
 */
public interface StoredForm extends Serializable {

  /** How rows of what is stored become events. */
  Mapping mapping();

  /**
   * A stored event in the format of what is sent; empty if the destination renders it, by the rules
   * for what is sent.
   */
  default Optional<Bytes> body(Event stored) {
    return Optional.empty();
  }

  /** The field by which it is stored; empty if that is the event's own identity. */
  default Optional<String> identity() {
    return Optional.empty();
  }

  /** True if what is stored says when it was received. */
  default boolean tellsUploadTime() {
    return true;
  }

  /** True if of several times of one event the earliest is kept; else the latest. */
  default boolean keepsFirst() {
    return true;
  }

  /** The field that holds an event's type. */
  String type();

  /** The field that holds the device, by which the vendor tells equal identities apart. */
  String device();

  /** The field that holds the user. */
  String user();

  /** The field that differs between two stored copies of one event, and is never sent. */
  String copy();

  /** Fields that are no content: what identifies the event, or only speaks to the vendor. */
  Set<String> notContent();

  /** Strings are cut behind this many characters. */
  int longestString();

  /** Fields whose members are stored as lists, also where a single value was sent. */
  Set<String> lists();

  /** False if the vendor makes something of its own of this value, so that it can't be compared. */
  boolean keeps(String field, JsonValue value);

  /**
   * True if a field may be stored that was not sent.
   *
   * @param sent the names of those that were
   */
  boolean mayAdd(String field, Set<String> sent);

  /** True if a field that was sent may be missing. */
  boolean mayRemove(String field);
}
