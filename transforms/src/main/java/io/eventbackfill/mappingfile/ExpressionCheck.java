package io.eventbackfill.mappingfile;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.projectnessie.cel.Ast;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Constant;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Expr;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.SourceInfo;

/** Looks at an expression before it is run: what it reads, and what it must not hold. */
final class ExpressionCheck {
  private static final String INDEX = "_[_]";
  private static final Set<String> REFUSED = Set.of("matches");

  private final String row;
  private final SourceInfo places;
  private final Set<String> columns = new TreeSet<>();

  private ExpressionCheck(String row, SourceInfo places) {
    this.row = row;
    this.places = places;
  }

  /**
   * The columns of {@code row} that an expression names.
   *
   * @throws ExpressionException if it uses the row in another way, a loop inside a loop, or a
   *     function that is not part of the language
   */
  static Set<String> columns(Ast ast, String row) throws ExpressionException {
    ExpressionCheck check = new ExpressionCheck(row, ast.getSourceInfo());
    check.look(ast.getExpr(), false);
    return Set.copyOf(check.columns);
  }

  private void look(Expr expr, boolean inLoop) throws ExpressionException {
    switch (expr.getExprKindCase()) {
      case IDENT_EXPR -> {
        if (isRow(expr)) {
          throw at(expr, "name a column: row.amount, or row['net amount']");
        }
      }
      case SELECT_EXPR -> select(expr, inLoop);
      case CALL_EXPR -> call(expr, inLoop);
      case LIST_EXPR -> all(expr.getListExpr().getElementsList(), inLoop);
      case STRUCT_EXPR -> {
        for (Expr.CreateStruct.Entry entry : expr.getStructExpr().getEntriesList()) {
          look(entry.getMapKey(), inLoop);
          look(entry.getValue(), inLoop);
        }
      }
      case COMPREHENSION_EXPR -> loop(expr, inLoop);
      case CONST_EXPR, EXPRKIND_NOT_SET -> {}
    }
  }

  private void all(List<Expr> exprs, boolean inLoop) throws ExpressionException {
    for (Expr expr : exprs) {
      look(expr, inLoop);
    }
  }

  private void select(Expr expr, boolean inLoop) throws ExpressionException {
    Expr.Select select = expr.getSelectExpr();
    if (!isRow(select.getOperand())) {
      look(select.getOperand(), inLoop);
    } else if (select.getTestOnly()) {
      String column = select.getField();
      throw at(expr, "has() is not for columns; write row." + column + " != null");
    } else {
      columns.add(select.getField());
    }
  }

  private void call(Expr expr, boolean inLoop) throws ExpressionException {
    Expr.Call call = expr.getCallExpr();
    if (REFUSED.contains(call.getFunction())) {
      throw at(
          expr,
          call.getFunction()
              + "() is not part of the language; there are contains(),"
              + " startsWith(), endsWith() and split()");
    }
    if (call.getFunction().equals(INDEX) && isRow(call.getArgs(0))) {
      Expr name = call.getArgs(1);
      if (name.getConstExpr().getConstantKindCase() != Constant.ConstantKindCase.STRING_VALUE) {
        throw at(expr, "a column's name must be written out: row['net amount']");
      }
      columns.add(name.getConstExpr().getStringValue());
      return;
    }
    if (call.hasTarget()) {
      look(call.getTarget(), inLoop);
    }
    all(call.getArgsList(), inLoop);
  }

  private void loop(Expr expr, boolean inLoop) throws ExpressionException {
    Expr.Comprehension loop = expr.getComprehensionExpr();
    if (inLoop) {
      throw at(expr, "a loop (all, exists, map, filter) inside a loop is not allowed");
    }
    if (loop.getIterVar().equals(row)) {
      throw at(expr, "a loop's variable must have another name than " + row);
    }
    look(loop.getIterRange(), false);
    look(loop.getAccuInit(), true);
    look(loop.getLoopCondition(), true);
    look(loop.getLoopStep(), true);
    look(loop.getResult(), true);
  }

  private boolean isRow(Expr expr) {
    return expr.hasIdentExpr() && expr.getIdentExpr().getName().equals(row);
  }

  private ExpressionException at(Expr expr, String message) {
    int offset = places.getPositionsMap().getOrDefault(expr.getId(), 0);
    int line = 1;
    int begin = 0;
    for (int lineEnd : places.getLineOffsetsList()) {
      if (lineEnd <= offset) {
        line++;
        begin = lineEnd;
      }
    }
    return new ExpressionException(line, offset - begin, message);
  }
}
