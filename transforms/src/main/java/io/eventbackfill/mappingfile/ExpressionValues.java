package io.eventbackfill.mappingfile;

import io.eventbackfill.mapping.NumberText;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.projectnessie.cel.common.types.BoolT;
import org.projectnessie.cel.common.types.DoubleT;
import org.projectnessie.cel.common.types.Err;
import org.projectnessie.cel.common.types.IntT;
import org.projectnessie.cel.common.types.ListT;
import org.projectnessie.cel.common.types.MapT;
import org.projectnessie.cel.common.types.NullT;
import org.projectnessie.cel.common.types.StringT;
import org.projectnessie.cel.common.types.UintT;
import org.projectnessie.cel.common.types.ref.BaseVal;
import org.projectnessie.cel.common.types.ref.Type;
import org.projectnessie.cel.common.types.ref.TypeEnum;
import org.projectnessie.cel.common.types.ref.Val;
import org.projectnessie.cel.common.types.traits.Trait;

/**
 * The values of one evaluation, on their way in and out. Remembers what each was made of: what
 * comes out as it went in is the row's own bytes again, so that 1.50 and numbers of any size
 * survive.
 */
final class ExpressionValues {
  /** A loop runs over no more; what a row holds beside them is not looked at. */
  static final int MOST_VALUES = 1_000;

  /** Of all columns an expression looks at; with the values it bounds what a loop can make. */
  static final int MOST_BYTES = 64 * 1024;

  private static final int MOST_RESULT_BYTES = 1024 * 1024;
  private static final int DEEPEST = 64;

  private final IdentityHashMap<Object, JsonValue> given = new IdentityHashMap<>();
  private int values;
  private int bytes;

  /** A row's value as the library knows it. */
  Val given(JsonValue value) throws ExpressionException {
    bytes += value.length();
    if (bytes > MOST_BYTES) {
      throw new ExpressionException("the columns it looks at hold more than 64 KiB");
    }
    return convert(value);
  }

  private Val convert(JsonValue value) throws ExpressionException {
    values++;
    if (values > MOST_VALUES || value.depth() > DEEPEST) {
      throw new ExpressionException(
          "the columns it looks at hold more than 1000 values, or too deep");
    }
    Val converted =
        switch (value.kind()) {
          case NULL -> NullT.NullValue;
          case BOOLEAN -> value.equals(JsonValue.TRUE) ? BoolT.True : BoolT.False;
          case STRING -> StringT.stringOf(Objects.requireNonNull(value.text()));
          case NUMBER -> number(value.toString());
          case ARRAY -> list(value);
          case OBJECT -> map(value);
        };
    given.put(converted, value);
    return converted;
  }

  private static Val number(String text) {
    Long whole = NumberText.integer(text);
    if (whole != null) {
      return text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0
          ? IntT.intOf(whole)
          : DoubleT.doubleOf(whole.doubleValue());
    }
    double value = Double.parseDouble(text);
    boolean tooLarge = Double.isInfinite(value) || NumberText.plain(text, 400) == null;
    boolean wholeButLong = !tooLarge && new BigDecimal(text).stripTrailingZeros().scale() <= 0;
    return tooLarge || wholeButLong ? new Unmeasured(text) : DoubleT.doubleOf(value);
  }

  private Val list(JsonValue value) throws ExpressionException {
    List<Val> elements = new ArrayList<>();
    for (JsonValue element : value.elements()) {
      elements.add(convert(element));
    }
    return ListT.newValArrayList(ExpressionFunctions.ADAPTER, elements.toArray(Val[]::new));
  }

  private Val map(JsonValue value) throws ExpressionException {
    Map<Val, Val> members = new LinkedHashMap<>();
    for (Map.Entry<String, JsonValue> member : value.members().entrySet()) {
      members.put(StringT.stringOf(member.getKey()), convert(member.getValue()));
    }
    return MapT.newWrappedMap(ExpressionFunctions.ADAPTER, members);
  }

  /** The library's result as JSON. */
  JsonValue result(Val value) throws ExpressionException {
    JsonValue same = given.get(value);
    if (same != null) {
      return same;
    }
    StringBuilder out = new StringBuilder();
    write(value, out, 0);
    try {
      return JsonValue.parse(out.toString().getBytes(StandardCharsets.UTF_8));
    } catch (MalformedJsonException e) {
      throw new ExpressionException("its result can't be written as JSON");
    }
  }

  private void write(Val value, StringBuilder out, int depth) throws ExpressionException {
    if (out.length() > MOST_RESULT_BYTES || depth > DEEPEST) {
      throw new ExpressionException("its result is larger than 1 MiB, or too deep");
    }
    JsonValue same = given.get(value);
    if (same != null) {
      out.append(same);
    } else if (value instanceof NullT) {
      out.append("null");
    } else if (value instanceof BoolT || value instanceof IntT) {
      out.append(value.value());
    } else if (value instanceof UintT) {
      out.append(Long.toUnsignedString(value.intValue()));
    } else if (value instanceof DoubleT) {
      out.append(finite(value.doubleValue()));
    } else if (value instanceof StringT) {
      out.append(JsonValue.of((String) value.value()));
    } else if (value instanceof ListT list) {
      writeList(list, out, depth);
    } else if (value instanceof MapT map) {
      writeMap(map, out, depth);
    } else {
      throw new ExpressionException(
          "it gives a %s; string(...) makes text of it".formatted(value.type().typeName()));
    }
  }

  private void writeList(ListT list, StringBuilder out, int depth) throws ExpressionException {
    long size = list.size().intValue();
    out.append('[');
    for (long i = 0; i < size; i++) {
      out.append(i == 0 ? "" : ",");
      write(list.get(IntT.intOf(i)), out, depth + 1);
    }
    out.append(']');
  }

  private void writeMap(MapT map, StringBuilder out, int depth) throws ExpressionException {
    out.append('{');
    String separator = "";
    for (var keys = map.iterator(); keys.hasNext() == BoolT.True; ) {
      Val key = keys.next();
      out.append(separator).append(JsonValue.of(String.valueOf(key.value()))).append(':');
      write(map.get(key), out, depth + 1);
      separator = ",";
    }
    out.append('}');
  }

  private static String finite(double number) throws ExpressionException {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw new ExpressionException("it gives " + number + ", which is no number in JSON");
    }
    String text = Double.toString(number);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** A number that neither of the library's kinds can hold: may be passed on, not computed with. */
  private static final class Unmeasured extends BaseVal {
    private final String digits;

    Unmeasured(String digits) {
      this.digits = digits;
    }

    @Override
    public <T> T convertToNative(Class<T> type) {
      throw new IllegalStateException("a number too large to compute with");
    }

    @Override
    public Val convertToType(Type type) {
      return type.typeEnum() == TypeEnum.String
          ? StringT.stringOf(digits)
          : Err.newErr("a number too large to compute with");
    }

    @Override
    public Val equal(Val other) {
      return other instanceof Unmeasured that && that.digits.equals(digits)
          ? BoolT.True
          : BoolT.False;
    }

    @Override
    public Type type() {
      return LARGE;
    }

    @Override
    public Object value() {
      return digits;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Unmeasured that && that.digits.equals(digits);
    }

    @Override
    public int hashCode() {
      return digits.hashCode();
    }
  }

  /** The type of numbers that have no trait at all. */
  private static final Type LARGE =
      org.projectnessie.cel.common.types.TypeT.newObjectTypeValue("large number");

  static {
    assert !LARGE.hasTrait(Trait.AdderType);
  }
}
