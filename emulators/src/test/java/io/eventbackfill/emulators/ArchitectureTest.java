package io.eventbackfill.emulators;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a stand-in must not do, and a proof that each rule bites. */
class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.eventbackfill");

  private static final ArchRule STANDS_ALONE =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.eventbackfill.emulators..",
              "java..",
              "com.sun.net.httpserver..",
              "com.fasterxml.jackson..",
              "org.jspecify..")
          .because("what shares code with what it judges confirms its mistakes");

  private static final ArchRule SHARED_PARTS_KNOW_NO_VENDOR =
      noClasses()
          .that()
          .resideInAPackage("io.eventbackfill.emulators")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.eventbackfill.emulators.*..")
          .because("the next vendor's stand-in is made of the same parts");

  private static final ArchRule TIME_COMES_FROM_THE_CLOCK =
      noClasses()
          .that()
          .doNotBelongToAnyOf(EmulatorClock.class)
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .because("a test moves a day in no time");

  @Test
  void theEmulatorsKeepTheRules() {
    STANDS_ALONE.check(MAIN);
    SHARED_PARTS_KNOW_NO_VENDOR.check(MAIN);
    TIME_COMES_FROM_THE_CLOCK.check(MAIN);
    slices().matching("io.eventbackfill.emulators.(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void everyRuleBites() {
    JavaClasses planted = new ClassFileImporter().importClasses(Planted.class);
    assertThrows(AssertionError.class, () -> STANDS_ALONE.check(planted));
    assertThrows(AssertionError.class, () -> SHARED_PARTS_KNOW_NO_VENDOR.check(planted));
    assertThrows(AssertionError.class, () -> TIME_COMES_FROM_THE_CLOCK.check(planted));
  }

  /** Breaks every rule; never run. */
  @SuppressWarnings("unused")
  private static final class Planted {
    Test shared() {
      return Planted.class.getAnnotation(Test.class);
    }

    AmplitudeSettings vendor() {
      return AmplitudeSettings.defaults();
    }

    Instant time() {
      return Instant.now();
    }
  }
}
