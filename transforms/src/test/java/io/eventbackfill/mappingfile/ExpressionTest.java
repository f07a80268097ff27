package io.eventbackfill.mappingfile;

import static io.eventbackfill.mappingfile.Documents.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  private static final String ROW =
      "{\"n\":9007199254740993,\"huge\":123456789012345678901234567890,\"d\":1.50,\"q\":3,"
          + "\"s\":\" Ab,c \",\"list\":[1,2.50,null],\"o\":{\"k\": 1.0}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "row.n                                | 9007199254740993",
        "row.n + 1                            | 9007199254740994",
        "row.huge                             | 123456789012345678901234567890",
        "row.d                                | 1.50",
        "row.d * double(row.q)                | 4.5",
        "row.q > 2 && row.missing == null     | true",
        "row.q > 2 ? row.o : null             | {\"k\": 1.0}",
        "[row.d, row.huge]                    | [1.50,123456789012345678901234567890]",
        "{'a': row.d}                         | {\"a\":1.50}",
        "row.list.filter(x, x != null)        | [1,2.50]",
        "row['s'].trim().lower().split(',')   | [\"ab\",\"c\"]",
        "double('1,5'.replace(',', '.'))      | 1.5",
        "'k' in row.o                         | true",
        "row.none != true && null != row.list | true",
        "row.none == false                    | false",
        "row.none == null && !(row.none != null) | true",
        "row.q == 3 && row.s != 'Ab'          | true",
        "string(row.huge)                     | \"123456789012345678901234567890\"",
      })
  void itComputes(String expression, String result) throws ExpressionException {
    assertThat(Expression.compile(expression).evaluate(row(ROW)).toString(), is(result));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "row.huge + 1",
        "row.q / 0",
        "row.q + row.s",
        "row.q == row.s",
        "row.o.none != true",
        "true == row.o.none",
        "row.o.none",
        "row.list[7]",
        "1.0 / 0.0",
        "timestamp('2024-01-01T00:00:00Z')",
        "row.s.replace('', 'x')",
      })
  void whatFailsSaysSo(String expression) throws ExpressionException {
    Expression compiled = Expression.compile(expression);

    assertThrows(ExpressionException.class, () -> compiled.evaluate(row(ROW)));
  }

  @Test
  void nothingOfTheOutsideAndNothingEndlessIsPartOfIt() {
    for (String expression :
        new String[] {
          "now()",
          "random()",
          "env('HOME')",
          "row.s.matches('(a+)+$')",
          "[1].map(x, [2].map(y, x * y))",
          "row",
          "row[row.s]",
          "[1].exists(row, true)",
          "(".repeat(900) + "1" + ")".repeat(900),
          "1".repeat(2_001)
        }) {
      assertThrows(ExpressionException.class, () -> Expression.compile(expression), expression);
    }
  }

  @Test
  void aRowThatIsTooMuchIsRefused() throws ExpressionException {
    Expression size = Expression.compile("size(row.s)");
    ExpressionException tooLong =
        assertThrows(
            ExpressionException.class,
            () -> size.evaluate(row("{\"s\":\"" + "x".repeat(70_000) + "\"}")));
    assertThat(tooLong.getMessage(), containsString("64 KiB"));
    ExpressionException tooMany =
        assertThrows(
            ExpressionException.class,
            () -> size.evaluate(row("{\"s\":[" + "0,".repeat(1_000) + "0]}")));
    assertThat(tooMany.getMessage(), containsString("1000 values"));
    String text = "x".repeat(60_000);
    Expression copies = Expression.compile("row.l.map(x, row.s + row.s)");
    assertThrows(
        ExpressionException.class,
        () -> copies.evaluate(row("{\"s\":\"" + text + "\",\"l\":[" + "0,".repeat(900) + "0]}")));
  }

  @Test
  void itKnowsItsColumns() throws ExpressionException {
    assertThat(
        Expression.compile("row.a.b > 1 && row['c d'].all(x, x == row.e)").columns(),
        is(Set.of("a", "c d", "e")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "row.a ==         | 1 | 8",
        "row.a > 1 1      | 1 | 10",
        "row.a & 1        | 1 | 6",
        "row.a == 'open   | 1 | 9",
        "(row.a           | 1 | 6",
      })
  void aSyntaxErrorIsTheFirstWithItsPlace(String expression, int line, int column) {
    ExpressionException error =
        assertThrows(ExpressionException.class, () -> ExpressionSyntax.check(expression));

    assertThat(error.getMessage(), startsWith("Syntax error: "));
    assertThat(error.line(), is(line));
    assertThat(error.column(), is(column));
    assertThat(
        assertThrows(ExpressionException.class, () -> Expression.compile(expression)).getMessage(),
        is(error.getMessage()));
  }
}
