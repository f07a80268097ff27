package io.eventbackfill.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.eventbackfill.architecture.planted.Unheard;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestCodeTest {
  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .importUrl(TestCodeTest.class.getProtectionDomain().getCodeSource().getLocation())
          .that(not(resideInAPackage("io.eventbackfill.architecture.planted..")));

  private static final JavaClasses BROKEN = new ClassFileImporter().importClasses(Unheard.class);

  static List<ArchRule> rules() {
    return List.of(TestRules.TESTS_ARE_RUN, TestRules.TESTS_DO_NOT_SLEEP);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void testsKeepThePromise(ArchRule rule) {
    rule.check(TESTS);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void testsThatBreakThePromiseAreFound(ArchRule rule) {
    String report = String.join("\n", rule.evaluate(BROKEN).getFailureReport().getDetails());

    assertThat(report, containsString("Unheard"));
  }
}
