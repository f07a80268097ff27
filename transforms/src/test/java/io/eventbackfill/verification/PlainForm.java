package io.eventbackfill.verification;

import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.model.JsonValue;
import java.util.Set;

/** A vendor that stores what it is sent, but for strings beyond ten characters. */
record PlainForm() implements StoredForm {
  private static final long serialVersionUID = 1L;

  @Override
  public Mapping mapping() {
    throw new UnsupportedOperationException("prints are made of events here, and not of rows");
  }

  @Override
  public String type() {
    return "type";
  }

  @Override
  public String device() {
    return "device";
  }

  @Override
  public String user() {
    return "user";
  }

  @Override
  public String copy() {
    return "copy";
  }

  @Override
  public Set<String> notContent() {
    return Set.of("id");
  }

  @Override
  public int longestString() {
    return 10;
  }

  @Override
  public Set<String> lists() {
    return Set.of("groups");
  }

  @Override
  public boolean keeps(String field, JsonValue value) {
    return !field.equals("mood");
  }

  @Override
  public boolean mayAdd(String field, Set<String> sent) {
    return field.equals("added") || (field.equals("device") && !sent.contains("device"));
  }

  @Override
  public boolean mayRemove(String field) {
    return field.equals("removed");
  }
}
