package io.eventbackfill.mappingfile;

import static org.projectnessie.cel.checker.Decls.newFunction;
import static org.projectnessie.cel.checker.Decls.newInstanceOverload;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.projectnessie.cel.EnvOption;
import org.projectnessie.cel.Library;
import org.projectnessie.cel.ProgramOption;
import org.projectnessie.cel.checker.Decls;
import org.projectnessie.cel.common.types.Err;
import org.projectnessie.cel.common.types.ListT;
import org.projectnessie.cel.common.types.StringT;
import org.projectnessie.cel.common.types.pb.DefaultTypeAdapter;
import org.projectnessie.cel.common.types.ref.Val;
import org.projectnessie.cel.interpreter.functions.Overload;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Type;

/** What text can do beside CEL's own functions; none makes much of little. */
final class ExpressionFunctions implements Library {
  private static final int LONGEST_RESULT = 64 * 1024;

  @Override
  public List<EnvOption> getCompileOptions() {
    Type text = Decls.String;
    return List.of(
        EnvOption.declarations(
            newFunction("lower", newInstanceOverload("text_lower", List.of(text), text)),
            newFunction("upper", newInstanceOverload("text_upper", List.of(text), text)),
            newFunction("trim", newInstanceOverload("text_trim", List.of(text), text)),
            newFunction(
                "split",
                newInstanceOverload("text_split", List.of(text, text), Decls.newListType(text))),
            newFunction(
                "replace", newInstanceOverload("text_replace", List.of(text, text, text), text))));
  }

  @Override
  public List<ProgramOption> getProgramOptions() {
    return List.of(
        ProgramOption.functions(
            unary("lower", text -> text.toLowerCase(Locale.ROOT)),
            unary("upper", text -> text.toUpperCase(Locale.ROOT)),
            unary("trim", String::strip),
            Overload.binary("split", ExpressionFunctions::split),
            Overload.function("replace", ExpressionFunctions::replace)));
  }

  private static Overload unary(String name, Function<String, String> function) {
    return Overload.unary(
        name,
        value ->
            value instanceof StringT
                ? StringT.stringOf(function.apply((String) value.value()))
                : Err.newErr("%s() is for text", name));
  }

  private static Val split(Val text, Val separator) {
    if (!(text instanceof StringT && separator instanceof StringT)) {
      return Err.newErr("split() is for text");
    }
    String by = (String) separator.value();
    if (by.isEmpty()) {
      return Err.newErr("split() needs a separator");
    }
    String[] parts = ((String) text.value()).split(java.util.regex.Pattern.quote(by), -1);
    if (parts.length > ExpressionValues.MOST_VALUES) {
      return Err.newErr("split() gives more than %d parts", ExpressionValues.MOST_VALUES);
    }
    return ListT.newStringArrayList(parts);
  }

  private static Val replace(Val... values) {
    if (values.length != 3 || !Arrays.stream(values).allMatch(StringT.class::isInstance)) {
      return Err.newErr("replace() is for text");
    }
    String text = (String) values[0].value();
    String old = (String) values[1].value();
    String with = (String) values[2].value();
    long most = text.length() + (text.length() + 1L) * with.length();
    if (old.isEmpty() || (with.length() > old.length() && most > LONGEST_RESULT * 16L)) {
      return Err.newErr("replace() needs something to replace, and gives no more than 64 KiB");
    }
    String replaced = text.replace(old, with);
    return replaced.length() > LONGEST_RESULT && replaced.length() > text.length()
        ? Err.newErr("replace() gives more than 64 KiB")
        : StringT.stringOf(replaced);
  }

  /** The library converts with what it is given; all is given as its own values. */
  static final DefaultTypeAdapter ADAPTER = DefaultTypeAdapter.Instance;
}
