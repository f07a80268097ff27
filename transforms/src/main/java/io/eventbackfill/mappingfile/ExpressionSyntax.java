package io.eventbackfill.mappingfile;

import org.jspecify.annotations.Nullable;
import org.projectnessie.cel.parser.gen.CELLexer;
import org.projectnessie.cel.parser.gen.CELParser;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.BaseErrorListener;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.CharStreams;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.CommonTokenStream;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.RecognitionException;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.Recognizer;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.misc.ParseCancellationException;

/**
 * Reads an expression's grammar alone, up to its first error. The library's own reading says the
 * same, but also prints every error on standard error, which nothing turns off; so it is given
 * nothing that is wrong.
 */
final class ExpressionSyntax {

  private ExpressionSyntax() {}

  /**
   * Nothing, if the grammar has this text.
   *
   * @throws ExpressionException if not; with its place
   */
  static void check(String text) throws ExpressionException {
    First first = new First();
    CELLexer lexer = new CELLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    lexer.addErrorListener(first);
    CELParser parser = new CELParser(new CommonTokenStream(lexer));
    parser.removeErrorListeners();
    parser.addErrorListener(first);
    try {
      parser.start();
    } catch (ParseCancellationException e) {
      if (first.error != null) {
        throw first.error;
      }
      throw e;
    }
  }

  /** Ends the reading at the first error. */
  private static final class First extends BaseErrorListener {
    private @Nullable ExpressionException error;

    @Override
    public void syntaxError(
        Recognizer<?, ?> recognizer,
        @Nullable Object symbol,
        int line,
        int column,
        String message,
        @Nullable RecognitionException cause) {
      error = new ExpressionException(line, column, "Syntax error: " + message);
      throw new ParseCancellationException(message);
    }
  }
}
