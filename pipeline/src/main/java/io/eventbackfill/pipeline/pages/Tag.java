package io.eventbackfill.pipeline.pages;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An element of HTML or SVG. It can't hold a script: neither by its name, nor by an attribute, nor
 * by a link, which leads to a neighbour of the page and nowhere else.
 *
 * @param name of the element
 * @param attributes in the order they are written in
 * @param inside what stands between the tags
 */
record Tag(String name, Map<String, String> attributes, List<? extends Html> inside)
    implements Html {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*");
  private static final Pattern NEIGHBOUR = Pattern.compile("[a-z-]+(\\.json|/)");
  private static final Set<String> FORBIDDEN =
      Set.of("script", "style", "iframe", "object", "embed", "base", "form", "use", "image", "img");
  private static final Set<String> VOID = Set.of("meta", "br", "hr");

  Tag {
    if (!NAME.matcher(name).matches() || FORBIDDEN.contains(name)) {
      throw new IllegalArgumentException("no element of a page: " + name);
    }
    attributes.forEach(Tag::check);
    inside = List.copyOf(inside);
  }

  static Tag of(String name, List<? extends Html> inside) {
    return new Tag(name, Map.of(), inside);
  }

  private static void check(String attribute, String value) {
    boolean takesScript = attribute.startsWith("on") || attribute.equals("style");
    boolean leadsAway = attribute.equals("href") && !NEIGHBOUR.matcher(value).matches();
    if (!NAME.matcher(attribute).matches() || takesScript || leadsAway) {
      throw new IllegalArgumentException("no attribute of a page: " + attribute);
    }
  }

  /** The same with one attribute more. */
  Tag with(String attribute, String value) {
    Map<String, String> more = new LinkedHashMap<>(attributes);
    more.put(attribute, value);
    return new Tag(name, more, inside);
  }

  /** The same of a class that the stylesheet knows. */
  Tag ofClass(String classes) {
    return with("class", classes);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append('<').append(name);
    attributes.forEach(
        (attribute, value) -> {
          out.append(' ').append(attribute).append("=\"");
          Escaped.append(value, out);
          out.append('"');
        });
    out.append('>');
    if (!VOID.contains(name)) {
      inside.forEach(piece -> piece.writeTo(out));
      out.append("</").append(name).append('>');
    }
  }
}
