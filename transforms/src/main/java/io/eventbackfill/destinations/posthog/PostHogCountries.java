package io.eventbackfill.destinations.posthog;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The codes of countries by their English names (ISO 3166-1), which PostHog's maps are drawn by and
 * exports lack. A table of our own: the JDK's names change with its version.
 */
final class PostHogCountries {
  private static final String RESOURCE = "posthog-countries.txt";
  private static final CharMatcher LETTERS = CharMatcher.inRange('a', 'z');
  private static final ImmutableMap<String, String> CODES = codes();

  private PostHogCountries() {}

  /**
   * The country's code, two capitals.
   *
   * @param name its name, as GeoIP databases or ISO have it, or its code; case, accents and
   *     punctuation do not matter
   * @return null if it is not known
   */
  static @Nullable String code(String name) {
    String code = CODES.get(name);
    return code == null ? CODES.get(plain(name)) : code;
  }

  /** Lower case letters only; "Saint" and "and" are often written otherwise. */
  private static String plain(String name) {
    String lower =
        Normalizer.normalize(name, Normalizer.Form.NFD)
            .toLowerCase(Locale.ROOT)
            .replace("&", " and ")
            .replace("ı", "i");
    StringBuilder plain = new StringBuilder(lower.length());
    for (String word : lower.split("[\\s.,()-]+", -1)) {
      String letters = LETTERS.retainFrom(word);
      switch (letters) {
        case "the", "of", "" -> {}
        case "st" -> plain.append("saint");
        default -> plain.append(letters);
      }
    }
    return plain.toString();
  }

  private static ImmutableMap<String, String> codes() {
    Map<String, String> codes = new HashMap<>();
    for (String line : text().split("\n", -1)) {
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String code = line.substring(0, 2);
      codes.put(code, code);
      codes.put(plain(code), code);
      for (String name : line.substring(3).split(";", -1)) {
        codes.put(name, code);
        codes.put(plain(name), code);
      }
    }
    return ImmutableMap.copyOf(codes);
  }

  private static String text() {
    try (InputStream in = PostHogCountries.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
  }
}
