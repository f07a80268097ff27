package io.eventbackfill.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;

/** What holds of test code. */
final class TestRules {
  private static final DescribedPredicate<JavaClass> HOLD_TESTS =
      DescribedPredicate.describe(
          "are concrete and hold tests",
          type ->
              !type.getModifiers().contains(JavaModifier.ABSTRACT)
                  && type.getAllMethods().stream()
                      .anyMatch(
                          method ->
                              List.of(
                                      Test.class,
                                      ParameterizedTest.class,
                                      RepeatedTest.class,
                                      TestFactory.class)
                                  .stream()
                                  .anyMatch(method::isAnnotatedWith)));

  static final ArchRule TESTS_ARE_RUN =
      classes()
          .that(HOLD_TESTS)
          .and()
          .areTopLevelClasses()
          .should()
          .haveSimpleNameEndingWith("Test")
          .orShould()
          .haveSimpleNameEndingWith("IT")
          .because("the build runs tests by their names and is silent about the others");

  static final ArchRule TESTS_DO_NOT_SLEEP =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .because(
              "a test that waits for a time is slow on a fast machine and fails on a slow one");

  private TestRules() {}
}
