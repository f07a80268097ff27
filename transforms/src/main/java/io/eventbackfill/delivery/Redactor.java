package io.eventbackfill.delivery;

import io.eventbackfill.model.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Takes secrets out of text that others wrote: vendors echo keys in their errors. */
public final class Redactor {
  private static final String PLACEHOLDER = "[redacted]";

  private final List<String> secrets;

  private Redactor(List<String> secrets) {
    this.secrets = secrets;
  }

  /** A redactor for these secrets, as they are and as JSON writes them. */
  public static Redactor of(List<Secret> secrets) {
    List<String> texts = new ArrayList<>();
    for (Secret secret : secrets) {
      String text = secret.reveal();
      String quoted = JsonValue.of(text).toString();
      texts.add(quoted.substring(1, quoted.length() - 1));
      texts.add(text);
    }
    // The longest first: a secret inside another one must not leave the other's rest behind.
    texts.sort(Comparator.comparingInt(String::length).reversed());
    return new Redactor(List.copyOf(texts));
  }

  /** The text without any of the secrets. */
  public String redact(String text) {
    String redacted = text;
    for (String secret : secrets) {
      redacted = redacted.replace(secret, PLACEHOLDER);
    }
    return redacted;
  }
}
