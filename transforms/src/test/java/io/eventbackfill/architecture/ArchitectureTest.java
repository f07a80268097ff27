package io.eventbackfill.architecture;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
import io.eventbackfill.model.Account;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules of the main code, and the proof that none of them is empty: beside this class stands a
 * package of planted code that breaks each of them.
 */
class ArchitectureTest {
  private static final String BASE = "io.eventbackfill";
  private static final String PLANTED = "io.eventbackfill.architecture.planted";

  /** This module's main classes, whatever else of the project is on the class path. */
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .importUrl(Account.class.getProtectionDomain().getCodeSource().getLocation());

  private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(PLANTED);

  static List<Promise> promises() {
    return Promise.all();
  }

  @ParameterizedTest
  @MethodSource("promises")
  void theMainCodeKeepsThePromise(Promise promise) {
    promise.rule().apply(BASE).check(MAIN);
  }

  @ParameterizedTest
  @MethodSource("promises")
  void codeThatBreaksThePromiseIsFound(Promise promise) {
    EvaluationResult result = promise.rule().apply(PLANTED).evaluate(BROKEN);

    assertThat(result.hasViolation(), is(true));
    String report = String.join("\n", result.getFailureReport().getDetails());
    for (String culprit : promise.culprits()) {
      assertThat(report, containsString(culprit));
    }
  }
}
