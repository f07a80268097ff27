package io.eventbackfill.mappingfile;

import org.projectnessie.cel.common.types.BoolT;
import org.projectnessie.cel.common.types.NullT;
import org.projectnessie.cel.common.types.Types;
import org.projectnessie.cel.common.types.Util;
import org.projectnessie.cel.common.types.ref.Val;
import org.projectnessie.cel.interpreter.Activation;
import org.projectnessie.cel.interpreter.Interpretable;
import org.projectnessie.cel.interpreter.Interpretable.EvalEq;
import org.projectnessie.cel.interpreter.Interpretable.EvalNe;

/**
 * {@code ==} and {@code !=} by which null equals null and nothing else. The library's own fail
 * where null meets true or false, and {@code row.staff != true} would refuse a row without staff.
 *
 * @param id the library's number of the place
 * @param left what is compared
 * @param right and with what
 * @param wanted the answer for equals: true for {@code ==}
 */
record ExpressionEquality(long id, Interpretable left, Interpretable right, boolean wanted)
    implements Interpretable {

  /** Takes the place of the library's comparisons, and of nothing else. */
  static Interpretable inPlaceOf(Interpretable step) {
    if (step instanceof EvalEq equal) {
      return new ExpressionEquality(step.id(), equal.args()[0], equal.args()[1], true);
    }
    if (step instanceof EvalNe different) {
      return new ExpressionEquality(step.id(), different.args()[0], different.args()[1], false);
    }
    return step;
  }

  @Override
  public Val eval(Activation activation) {
    Val a = left.eval(activation);
    Val b = right.eval(activation);
    if (Util.isUnknownOrError(a)) {
      return a;
    }
    if (Util.isUnknownOrError(b)) {
      return b;
    }
    if (a instanceof NullT || b instanceof NullT) {
      return Types.boolOf((a instanceof NullT && b instanceof NullT) == wanted);
    }
    Val equal = a.equal(b);
    return equal instanceof BoolT ? Types.boolOf((equal == BoolT.True) == wanted) : equal;
  }
}
