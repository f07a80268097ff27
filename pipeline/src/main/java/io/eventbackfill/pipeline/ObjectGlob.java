package io.eventbackfill.pipeline;

import java.util.regex.Pattern;

/**
 * Names of objects by a pattern: {@code *} is anything but a slash, {@code **} anything, {@code ?}
 * one character but a slash, {@code [abc]}, {@code [a-z]} and {@code [!a]} one of some, and a
 * backslash takes away the meaning of what follows. As Beam reads globs, but for the backslash,
 * which it knows and gets wrong.
 */
final class ObjectGlob {
  private static final String SPECIAL = "*?[\\";

  private final String glob;
  private final StringBuilder regex = new StringBuilder();
  private final Pattern pattern;
  private int at;

  private ObjectGlob(String glob) {
    // A folder between may be none: a/**/*.json names a/b.json, too.
    this.glob = glob.replace("**/*", "**");
    while (at < this.glob.length()) {
      next();
    }
    this.pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  static ObjectGlob of(String glob) {
    return new ObjectGlob(glob);
  }

  /** What all names begin with. */
  static String prefix(String glob) {
    int end = 0;
    while (end < glob.length() && SPECIAL.indexOf(glob.charAt(end)) < 0) {
      end++;
    }
    return glob.substring(0, end);
  }

  boolean matches(String name) {
    return pattern.matcher(name).matches();
  }

  private void next() {
    char c = glob.charAt(at++);
    switch (c) {
      case '*' -> {
        boolean deep = at < glob.length() && glob.charAt(at) == '*';
        at += deep ? 1 : 0;
        regex.append(deep ? ".*" : "[^/]*");
      }
      case '?' -> regex.append("[^/]");
      case '[' -> oneOf();
      case '\\' -> literal(at < glob.length() ? glob.charAt(at++) : c);
      default -> literal(c);
    }
  }

  /** A bracket that none closes is itself. */
  private void oneOf() {
    int end = glob.indexOf(']', at + 1);
    if (end < 0) {
      literal('[');
      return;
    }
    boolean not = glob.charAt(at) == '!' || glob.charAt(at) == '^';
    String among = glob.substring(not ? at + 1 : at, end);
    regex
        .append(not ? "[^/" : "[")
        .append(among.replaceAll("[\\\\\\[\\]^&]", "\\\\$0"))
        .append(']');
    at = end + 1;
  }

  private void literal(char c) {
    regex.append(Pattern.quote(String.valueOf(c)));
  }
}
