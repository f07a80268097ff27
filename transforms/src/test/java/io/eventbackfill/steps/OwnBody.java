package io.eventbackfill.steps;

import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.verification.StoredForm;
import java.util.Optional;
import java.util.Set;

/**
 * A vendor that says itself what it has stored.
 *
 * @param json what it says of every event
 */
record OwnBody(String json) implements StoredForm {
  private static final long serialVersionUID = 1L;

  @Override
  public Mapping mapping() {
    return Given.MAPPING;
  }

  @Override
  public Optional<Bytes> body(Event stored) {
    return Optional.of(Bytes.of(json));
  }

  @Override
  public Optional<String> identity() {
    return Optional.of("uuid");
  }

  @Override
  public String type() {
    return "type";
  }

  @Override
  public String device() {
    return "id";
  }

  @Override
  public String user() {
    return "id";
  }

  @Override
  public String copy() {
    return "copy";
  }

  @Override
  public Set<String> notContent() {
    return Set.of();
  }

  @Override
  public int longestString() {
    return 100;
  }

  @Override
  public Set<String> lists() {
    return Set.of();
  }

  @Override
  public boolean keeps(String field, JsonValue value) {
    return true;
  }

  @Override
  public boolean mayAdd(String field, Set<String> sent) {
    return false;
  }

  @Override
  public boolean mayRemove(String field) {
    return false;
  }
}
