package io.eventbackfill.pipeline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.eventbackfill.delivery.Destination;
import io.eventbackfill.destinations.amplitude.AmplitudeDestination;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** The application wires and reports; what it must not do, and a proof that each rule bites. */
class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.eventbackfill.pipeline");

  private static final ArchRule NO_HTTP =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.google.api.client..", "org.apache.hc..", "java.net.http..", "com.sun.net..")
          .because("sending is delivery's business");

  private static final ArchRule ONE_EXIT =
      noClasses()
          .that()
          .doNotHaveSimpleName("BackfillMain")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class)
          .because("a library that ends the process can't be tested, or embedded");

  private static final ArchRule STREAMS_ARE_ARGUMENTS =
      noClasses()
          .that()
          .doNotHaveSimpleName("BackfillMain")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .because("what a run prints must be testable");

  private static final ArchRule KNOWS_NO_VENDOR =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.eventbackfill.destinations..")
          .because(
              "a destination is found by its name; one more is one more package, and not here");

  @Test
  void theApplicationKeepsTheRules() {
    KNOWS_NO_VENDOR.check(MAIN);
    NO_HTTP.check(MAIN);
    ONE_EXIT.check(MAIN);
    STREAMS_ARE_ARGUMENTS.check(MAIN);
  }

  @Test
  void everyRuleBites() {
    JavaClasses planted = new ClassFileImporter().importClasses(Planted.class);
    assertThrows(AssertionError.class, () -> KNOWS_NO_VENDOR.check(planted));
    assertThrows(AssertionError.class, () -> NO_HTTP.check(planted));
    assertThrows(AssertionError.class, () -> ONE_EXIT.check(planted));
    assertThrows(AssertionError.class, () -> STREAMS_ARE_ARGUMENTS.check(planted));
  }

  /** Breaks every rule; never run. */
  @SuppressWarnings("unused")
  private static final class Planted {
    java.net.http.HttpRequest request() {
      return java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1")).build();
    }

    Destination.Factory vendor() {
      return new AmplitudeDestination.Factory();
    }

    void leave() {
      System.out.println("bye");
      System.exit(1);
    }
  }
}
