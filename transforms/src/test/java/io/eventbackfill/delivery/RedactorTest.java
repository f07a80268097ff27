package io.eventbackfill.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "k3y      | Invalid API key: k3y  | Invalid API key: [redacted]",
        "k3y      | k3yk3y and k3y        | [redacted][redacted] and [redacted]",
        "k3y      | nothing of the kind   | nothing of the kind",
        "a\"b     | {\"key\":\"a\\\"b\"}  | {\"key\":\"[redacted]\"}",
        "a\"b     | raw a\"b              | raw [redacted]",
        "a\\b     | {\"key\":\"a\\\\b\"}  | {\"key\":\"[redacted]\"}",
        "k.y      | key                   | key",
      })
  void secret_isTakenOutAsItIsAndAsJsonWritesIt(String secret, String text, String redacted) {
    assertThat(Redactor.of(List.of(Secret.of(secret))).redact(text), is(redacted));
  }

  @Test
  void secretInsideAnother_leavesNothingOfTheLongerOne() {
    Redactor redactor = Redactor.of(List.of(Secret.of("abc"), Secret.of("abcdef")));

    assertThat(redactor.redact("abcdef abc"), is("[redacted] [redacted]"));
  }

  @Test
  void noSecrets_changeNothing() {
    assertThat(Redactor.of(List.of()).redact("text"), is("text"));
  }
}
