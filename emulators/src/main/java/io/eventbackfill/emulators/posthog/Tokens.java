package io.eventbackfill.emulators.posthog;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Project tokens are judged by their form alone. (Token check) */
final class Tokens {

  private static final int LONGEST = 64;

  private Tokens() {}

  /** What is wrong with the form, if anything. */
  static Optional<String> fault(String token) {
    String trimmed = token.strip();
    if (trimmed.isEmpty()) {
      return Optional.of("empty");
    }
    if (trimmed.length() > LONGEST) {
      return Optional.of("too_long");
    }
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(trimmed)) {
      return Optional.of("not_ascii");
    }
    if (trimmed.startsWith("phx_")) {
      return Optional.of("personal_api_key");
    }
    return trimmed.indexOf('\0') >= 0 ? Optional.of("null_byte") : Optional.empty();
  }
}
