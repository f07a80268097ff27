package io.eventbackfill.mappingfile;

import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.SourceRow;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.projectnessie.cel.Ast;
import org.projectnessie.cel.Env;
import org.projectnessie.cel.Env.AstIssuesTuple;
import org.projectnessie.cel.EnvOption;
import org.projectnessie.cel.Library;
import org.projectnessie.cel.Program;
import org.projectnessie.cel.ProgramOption;
import org.projectnessie.cel.checker.Decls;
import org.projectnessie.cel.common.CELError;
import org.projectnessie.cel.common.types.Err;
import org.projectnessie.cel.common.types.ref.Val;

/**
 * An expression in CEL, the Common Expression Language, over {@code row}. Immutable, for use by any
 * number of threads.
 *
 * <p>CEL has no loops but those over lists, no functions of one's own, and nothing of the outside:
 * it ends, and gives the same for the same row, always. What is left to bound is bounded by size
 * and not by time, so that a slow machine maps no other way: the expression's length, loops inside
 * loops (none), the values it is given, and its result. Regular expressions are not part of it:
 * this build's may take forever.
 *
 * <p>Only here is the library known, so that another can take its place.
 */
final class Expression {
  /** Of text; nobody reads a longer one. */
  static final int LONGEST = 2_000;

  private static final String ROW = "row";

  private static final Env ENV =
      Env.newEnv(
          EnvOption.declarations(Decls.newVar(ROW, Decls.newMapType(Decls.String, Decls.Dyn))),
          Library.Lib(new ExpressionFunctions()));

  private static final ProgramOption EQUALITY =
      ProgramOption.customDecorator(ExpressionEquality::inPlaceOf);

  private final Program program;
  private final Set<String> columns;

  private Expression(Program program, Set<String> columns) {
    this.program = program;
    this.columns = columns;
  }

  /**
   * Reads an expression.
   *
   * @throws ExpressionException if it is none, or uses what is not allowed; with its place
   */
  static Expression compile(String text) throws ExpressionException {
    if (text.length() > LONGEST) {
      throw new ExpressionException("an expression has at most " + LONGEST + " characters");
    }
    try {
      ExpressionSyntax.check(text);
      AstIssuesTuple parsed = ENV.compile(text);
      if (parsed.hasIssues()) {
        CELError first = parsed.getIssues().getErrors().get(0);
        throw new ExpressionException(
            first.getLocation().line(), first.getLocation().column(), clean(first.getMessage()));
      }
      Ast ast = parsed.getAst();
      Set<String> columns = ExpressionCheck.columns(ast, ROW);
      return new Expression(ENV.program(ast, EQUALITY), columns);
    } catch (RuntimeException e) {
      throw new ExpressionException("not an expression: " + clean(String.valueOf(e.getMessage())));
    } catch (StackOverflowError e) {
      throw new ExpressionException("the expression is nested too deeply");
    }
  }

  /** The columns it looks at. */
  Set<String> columns() {
    return columns;
  }

  /**
   * The value for a row, JSON null for none. A column the row lacks is null. A value that is merely
   * passed on is the row's own, byte for byte.
   *
   * @throws ExpressionException if it fails for this row, or exceeds a bound
   */
  JsonValue evaluate(SourceRow row) throws ExpressionException {
    ExpressionValues values = new ExpressionValues();
    Map<String, Val> fields = new HashMap<>();
    for (String column : columns) {
      fields.put(column, values.given(row.field(column)));
    }
    Val result;
    try {
      result = program.eval(Map.of(ROW, fields)).getVal();
    } catch (RuntimeException e) {
      throw new ExpressionException(clean(String.valueOf(e.getMessage())));
    }
    if (Err.isError(result)) {
      throw new ExpressionException(clean(result.toString()));
    }
    return values.result(result);
  }

  private static String clean(String message) {
    String line = message.replaceAll("\\s+", " ").strip();
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }
}
