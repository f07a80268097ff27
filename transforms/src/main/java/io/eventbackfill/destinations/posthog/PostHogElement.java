package io.eventbackfill.destinations.posthog;

import com.google.common.base.CharMatcher;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import org.jspecify.annotations.Nullable;

/**
 * An element of a page that somebody used, as PostHog's autocapture describes it: as a chain of
 * elements, of which a source knows only the first.
 *
 * <p>An event whose element is not named keeps its own name: without a chain, autocapture's pages
 * could not show it.
 *
 * @param type what was done to it, by the browser's name for it
 * @param text its text; null if there is none
 * @param chain the chain
 */
record PostHogElement(String type, @Nullable String text, String chain) {
  private static final String PREFIX = "[Amplitude] Element ";

  /** Both are cut at the same length by the server (extractElements). */
  private static final int LONGEST_TEXT = 400;

  private static final int LONGEST_HREF = 2048;

  /** What ends a value in a chain, and what a parser takes to lead on from there. */
  private static final CharMatcher UNQUOTABLE = CharMatcher.anyOf("\"\\");

  private static final CharMatcher IN_NO_CLASS = CharMatcher.anyOf("\"\\;.");

  /** The element of an event; null if it is no such event, or the element is not known. */
  static @Nullable PostHogElement of(String eventType, PostHogProperties properties) {
    String type =
        switch (eventType) {
          case "[Amplitude] Element Clicked" -> "click";
          case "[Amplitude] Element Changed" -> "change";
          default -> null;
        };
    String tag = type == null ? null : string(properties, "Tag");
    if (type == null || tag == null || !isName(tag)) {
      return null;
    }
    return new PostHogElement(type, string(properties, "Text"), chain(tag, properties));
  }

  /** Writes what makes it an autocaptured event. */
  void writeTo(PostHogPropertyWriter properties) {
    properties.put("$event_type", type);
    properties.put("$el_text", text);
    properties.put("$elements_chain", chain);
  }

  /** In the order in which PostHog itself writes it (elementsToString). */
  private static String chain(String tag, PostHogProperties properties) {
    String classes = string(properties, "Class");
    String href = cut(string(properties, "Href"), LONGEST_HREF);
    String id = string(properties, "ID");
    StringBuilder chain = new StringBuilder(tag);
    if (classes != null) {
      for (String name : classes.split("\\s+", -1)) {
        String plain = IN_NO_CLASS.removeFrom(name);
        if (!plain.isEmpty()) {
          chain.append('.').append(plain);
        }
      }
    }
    chain.append(':');
    attribute(chain, "attr__aria-label", string(properties, "Aria Label"));
    attribute(chain, "attr__class", classes);
    attribute(chain, "attr__href", href);
    attribute(chain, "attr__id", id);
    attribute(chain, "attr_id", id);
    attribute(chain, "href", href);
    // 0 is PostHog's own word for an unknown place among the siblings.
    attribute(chain, "nth-child", "0");
    attribute(chain, "nth-of-type", "0");
    attribute(chain, "text", cut(string(properties, "Text"), LONGEST_TEXT));
    return chain.toString();
  }

  private static void attribute(StringBuilder chain, String name, @Nullable String value) {
    if (value == null) {
      return;
    }
    String plain = CharMatcher.whitespace().collapseFrom(UNQUOTABLE.replaceFrom(value, '\''), ' ');
    chain.append(name).append("=\"").append(plain).append('"');
  }

  private static @Nullable String string(PostHogProperties properties, String name) {
    JsonValue value = properties.filled(PREFIX + name);
    return value == null || value.kind() != Kind.STRING ? null : value.text();
  }

  private static @Nullable String cut(@Nullable String text, int most) {
    if (text == null || text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }

  private static boolean isName(String tag) {
    return tag.chars().allMatch(c -> c == '-' || (c < 128 && Character.isLetterOrDigit(c)));
  }
}
