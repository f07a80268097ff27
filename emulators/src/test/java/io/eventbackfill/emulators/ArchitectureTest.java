package io.eventbackfill.emulators;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.eventbackfill", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule STANDS_ALONE =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.eventbackfill.emulators..",
              "java..",
              "com.sun.net.httpserver..",
              "com.fasterxml.jackson..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule SHARED_PARTS_KNOW_NO_VENDOR =
      noClasses()
          .that()
          .resideInAPackage("io.eventbackfill.emulators")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.eventbackfill.emulators.*..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.eventbackfill.emulators.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule TIME_COMES_FROM_THE_CLOCK =
      noClasses()
          .that()
          .doNotBelongToAnyOf(EmulatorClock.class)
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");
}
