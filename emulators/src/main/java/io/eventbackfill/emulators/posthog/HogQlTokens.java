package io.eventbackfill.emulators.posthog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A query as a row of words, strings and signs, read from left to right. */
final class HogQlTokens {

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<string>'(?:[^'\\\\]|\\\\.)*')|(?<quoted>`[^`]*`)"
              + "|(?<word>[A-Za-z_$][\\w$]*)|(?<number>\\d+)|(?<sign>>=|<=|!=|<>|[=<>(),.;*]))",
          Pattern.DOTALL);

  private final List<Token> tokens = new ArrayList<>();
  private int next;

  /** What a token is. */
  enum Kind {
    STRING,
    QUOTED,
    WORD,
    NUMBER,
    SIGN,
    END
  }

  /**
   * A token.
   *
   * @param text without quotes and escapes
   */
  record Token(Kind kind, String text) {}

  /**
   * Takes a query apart.
   *
   * @throws HogQl.Invalid at a character that begins no token
   */
  HogQlTokens(String query) {
    Matcher m = TOKEN.matcher(query);
    int at = 0;
    while (at < query.length() && !query.substring(at).isBlank()) {
      if (!m.find(at) || m.start() != at) {
        throw new HogQl.Invalid("Syntax error at: " + query.substring(at).strip());
      }
      tokens.add(token(m));
      at = m.end();
    }
  }

  private static Token token(Matcher m) {
    String string = m.group("string");
    if (string != null) {
      return new Token(Kind.STRING, unescaped(string.substring(1, string.length() - 1)));
    }
    String quoted = m.group("quoted");
    if (quoted != null) {
      return new Token(Kind.QUOTED, quoted.substring(1, quoted.length() - 1));
    }
    if (m.group("word") != null) {
      return new Token(Kind.WORD, m.group("word"));
    }
    boolean number = m.group("number") != null;
    return new Token(number ? Kind.NUMBER : Kind.SIGN, m.group(number ? "number" : "sign"));
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
        c =
            switch (text.charAt(i)) {
              case 'n' -> '\n';
              case 'r' -> '\r';
              case 't' -> '\t';
              case '0' -> '\0';
              default -> text.charAt(i);
            };
      }
      plain.append(c);
    }
    return plain.toString();
  }

  Token peek() {
    return next < tokens.size() ? tokens.get(next) : new Token(Kind.END, "end of query");
  }

  Token take() {
    Token token = peek();
    next++;
    return token;
  }

  /** Takes the next token if it is this keyword or sign, whatever its case. */
  boolean takes(String text) {
    Token token = peek();
    boolean fits =
        (token.kind() == Kind.WORD || token.kind() == Kind.SIGN)
            && token.text().equalsIgnoreCase(text);
    next += fits ? 1 : 0;
    return fits;
  }

  void require(String text) {
    if (!takes(text)) {
      throw unexpected(Optional.of(text));
    }
  }

  Token require(Kind kind) {
    Token token = take();
    if (token.kind() != kind) {
      next--;
      throw unexpected(Optional.empty());
    }
    return token;
  }

  HogQl.Invalid unexpected(Optional<String> expected) {
    String wanted = expected.map(text -> " expecting '" + text + "'").orElse("");
    return new HogQl.Invalid("mismatched input '" + peek().text() + "'" + wanted);
  }
}
