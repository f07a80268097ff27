package io.eventbackfill.verification;

import com.google.common.hash.Hashing;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import io.eventbackfill.model.QueuedEvent;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Takes the prints of events, sent or stored, that were rendered for the same vendor. */
public final class Imprinter implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Characters of an identity and of a type that are kept, for people. */
  static final int MOST_TEXT = 200;

  /** Values up to this length are kept as they are, so that a difference can be shown. */
  private static final int SHORT = 60;

  /** 128 bits: no two identities of any input share them. */
  private static final int KEY_BYTES = 16;

  private static final int HASH_DIGITS = 32;

  private final StoredForm form;

  /** Takes prints by a vendor's habits. */
  public Imprinter(StoredForm form) {
    this.form = form;
  }

  /** A print, and what prints of one identity have in common: 16 bytes. */
  public record Keyed(Bytes key, Imprint print) {}

  /**
   * The print of an event, to be grouped.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  public Keyed keyed(QueuedEvent event) {
    Map<String, JsonValue> body = body(event);
    String identity = identity(event, body);
    byte[] hash = Hashing.sha256().hashString(identity, StandardCharsets.UTF_8).asBytes();
    return new Keyed(Bytes.of(Arrays.copyOf(hash, KEY_BYTES)), print(event, identity, body));
  }

  /**
   * The print of an event.
   *
   * @throws IllegalArgumentException if its body is not the JSON object that a vendor with a {@link
   *     StoredForm} is sent
   */
  public Imprint of(QueuedEvent event) {
    Map<String, JsonValue> body = body(event);
    return print(event, identity(event, body), body);
  }

  /** What it is stored by. */
  private String identity(QueuedEvent event, Map<String, JsonValue> body) {
    return form.identity().map(field -> text(body, field)).orElse(event.identity());
  }

  private Imprint print(QueuedEvent event, String identity, Map<String, JsonValue> body) {
    SortedMap<String, String> fields = new TreeMap<>();
    body.forEach(
        (field, value) -> {
          boolean content = !field.equals(form.copy()) && !form.notContent().contains(field);
          if (content && !value.isNull()) {
            fields.put(field, printed(field, value));
          }
        });
    return new Imprint(
        NormalForm.cut(identity, MOST_TEXT),
        NormalForm.cut(text(body, form.type()), MOST_TEXT),
        event.time().millis(),
        event.time().uploadedMicros(),
        text(body, form.copy()),
        event.origin().toString(),
        fields);
  }

  private String printed(String field, JsonValue value) {
    if (!form.keeps(field, value)) {
      return Imprint.ANYTHING;
    }
    NormalForm normal = new NormalForm(form.longestString());
    String text = form.lists().contains(field) ? normal.ofLists(value) : normal.of(value);
    return text.length() <= SHORT
        ? text
        : Imprint.HASH
            + Hashing.sha256()
                .hashString(text, StandardCharsets.UTF_8)
                .toString()
                .substring(0, HASH_DIGITS);
  }

  private static Map<String, JsonValue> body(QueuedEvent event) {
    try {
      return JsonValue.parseObject(event.body().array());
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException(event + " was not rendered as a JSON object", e);
    }
  }

  private static String text(Map<String, JsonValue> body, String field) {
    String text = body.getOrDefault(field, JsonValue.NULL).text();
    return text == null ? "" : text;
  }
}
