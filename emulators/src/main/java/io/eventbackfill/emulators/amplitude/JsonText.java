package io.eventbackfill.emulators.amplitude;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.ExactJson;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A JSON value as UTF-8: small, immutable and so safe to share. */
final class JsonText {

  private final byte[] bytes;

  private JsonText(byte[] bytes) {
    this.bytes = bytes;
  }

  static JsonText of(JsonNode node) {
    return new JsonText(ExactJson.write(node));
  }

  JsonNode tree() {
    try {
      return ExactJson.parse(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
