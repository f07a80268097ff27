package io.eventbackfill.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;

/**
 * What holds of all main code below a base package. The base is a parameter, so that each rule can
 * be tried on code that breaks it.
 */
final class Rules {

  /** A package, and the packages it may know beside itself. */
  private static final Map<String, List<String>> MAY_KNOW =
      Map.ofEntries(
          entry("model", List.of()),
          entry("mapping", List.of("model")),
          entry("mappingfile", List.of("model", "mapping")),
          entry("validation", List.of("model")),
          entry("batching", List.of("model")),
          entry("pacing", List.of("model")),
          entry("ledger", List.of("model")),
          entry("source", List.of("model")),
          entry("ordering", List.of("model")),
          entry("planning", List.of("model")),
          entry("persons", List.of("model", "planning")),
          entry("verification", List.of("model", "mapping")),
          entry(
              "coders",
              List.of(
                  "model",
                  "pacing",
                  "ordering",
                  "planning",
                  "persons",
                  "verification",
                  "rehearsal")),
          entry("delivery", List.of("model", "validation", "batching", "pacing", "verification")),
          entry(
              "destinations",
              List.of(
                  "model",
                  "mapping",
                  "validation",
                  "batching",
                  "pacing",
                  "verification",
                  "delivery")),
          entry("rehearsal", List.of("model", "validation", "batching", "pacing", "delivery")),
          entry(
              "steps",
              List.of(
                  "model",
                  "mapping",
                  "mappingfile",
                  "validation",
                  "batching",
                  "pacing",
                  "ledger",
                  "source",
                  "ordering",
                  "planning",
                  "persons",
                  "verification",
                  "coders",
                  "delivery",
                  "rehearsal")));

  private Rules() {}

  static List<String> packages() {
    return MAY_KNOW.keySet().stream().sorted().toList();
  }

  static ArchRule everyClassHasItsPlace(String base) {
    return classes()
        .that()
        .resideInAPackage(base + "..")
        .should()
        .resideInAnyPackage(places(base))
        .because("a new package needs its place among the directions first");
  }

  /** Each vendor has a package of its own; all others have nothing below them. */
  private static String[] places(String base) {
    return packages().stream()
        .map(name -> base + "." + (name.equals("destinations") ? "destinations.*" : name))
        .toArray(String[]::new);
  }

  static ArchRule knowsOnlyWhatItMay(String base, String name) {
    String[] known =
        Arrays.stream(withItself(name)).map(p -> base + "." + p + "..").toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(base + "." + name + "..")
        .should()
        .dependOnClassesThat(resideInAPackage(base + "..").and(not(resideInAnyPackage(known))))
        .because("what is below must not know what is above, nor one step or vendor another");
  }

  private static String[] withItself(String name) {
    String[] all = MAY_KNOW.get(name).toArray(new String[MAY_KNOW.get(name).size() + 1]);
    all[all.length - 1] = name;
    return all;
  }

  static ArchRule noCycles(String base) {
    return slices()
        .matching(base + ".(*)..")
        .should()
        .beFreeOfCycles()
        .because("packages that need each other are one package");
  }

  static ArchRule pureCodeKnowsNoEngine(String base) {
    return noClasses()
        .that()
        .resideInAPackage(base + "..")
        .and()
        .resideOutsideOfPackages(base + ".steps..", base + ".coders..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.apache.beam..")
                .and(not(resideInAPackage("org.apache.beam.sdk.options.."))))
        .because("decisions are made in pure classes; a destination's options are its only tie");
  }

  static ArchRule onlyStepsSpeakJoda(String base) {
    return noClasses()
        .that()
        .resideInAPackage(base + "..")
        .and()
        .resideOutsideOfPackage(base + ".steps..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.joda.time..")
        .because("the engine's times are Joda's, everyone else's are java.time's");
  }

  static ArchRule stepsAreStrangers(String base) {
    return classes()
        .that()
        .resideInAPackage(base + ".steps..")
        .should(StepConditions.knowNoOtherStep(base + ".steps"))
        .because("steps meet in the pipeline; what they share are values and StepOutput");
  }

  static ArchRule destinationsAreStrangers(String base) {
    return slices()
        .matching(base + ".destinations.(*)..")
        .should()
        .notDependOnEachOther()
        .because("a new vendor is a new package; it must not hold on to another vendor's");
  }

  static ArchRule vendorsHaveTheirPlace(String base) {
    return noClasses()
        .that()
        .resideInAPackage(base + "..")
        .and()
        .resideOutsideOfPackages(base + ".destinations..", base + ".mapping..")
        .should()
        .haveNameMatching(".*\\.[^.]*(Amplitude|PostHog|ClickHouse)[^.]*")
        .because("a destination is a parameter, never a copy");
  }

  static ArchRule timeAndChanceAreArguments(String base) {
    return noClasses()
        .that()
        .resideInAPackage(base + "..")
        .and()
        .doNotHaveFullyQualifiedName(base + ".delivery.SystemWaiting")
        .should()
        .accessTargetWhere(Impure.TIME_OR_CHANCE)
        .because("tests move a clock and never sleep; the same input gives the same output");
  }

  static ArchRule onlyTheTransportTalks(String base) {
    return noClasses()
        .that()
        .resideInAPackage(base + "..")
        .and()
        .haveNameNotMatching(".*\\.delivery\\.(GoogleHttpTransport|Watchdog)(\\$.*)?")
        .should()
        .dependOnClassesThat(Impure.NETWORK)
        .because("a destination is tried without a network, and secrets leave by one door");
  }

  static ArchRule onlySecretsComeFromTheEnvironment(String base) {
    return noClasses()
        .that()
        .resideInAPackage(base + "..")
        .and()
        .doNotHaveFullyQualifiedName(base + ".delivery.Secret")
        .should()
        .accessTargetWhere(Impure.ENVIRONMENT)
        .because("what a run does is said by its options, on every worker alike");
  }

  static ArchRule noStandardStreams(String base) {
    return noClasses()
        .that()
        .resideInAPackage(base + "..")
        .should(ACCESS_STANDARD_STREAMS)
        .because("a library logs; only an application prints");
  }

  static ArchRule oneWayOfLogging(String base) {
    return noClasses()
        .that()
        .resideInAPackage(base + "..")
        .should(USE_JAVA_UTIL_LOGGING)
        .because("engines collect what goes to slf4j");
  }

  static ArchRule noGenericExceptions(String base) {
    return noClasses()
        .that()
        .resideInAPackage(base + "..")
        .should(THROW_GENERIC_EXCEPTIONS)
        .because("who catches must be able to tell what happened");
  }

  static ArchRule functionsAreNotPublic(String base) {
    return classes()
        .that()
        .resideInAPackage(base + "..")
        .and()
        .areAssignableTo(DoFn.class)
        .should()
        .notBePublic()
        .because("the step is the interface, its function is not");
  }

  static ArchRule stepsDoNotChange(String base) {
    return fields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage(base + "..")
        .and()
        .areDeclaredInClassesThat()
        .areAssignableTo(PTransform.class)
        .should()
        .beFinal()
        .because("a step may be applied more than once and travels to other machines");
  }

  static ArchRule namesSaySomething(String base) {
    return noClasses()
        .that()
        .resideInAPackage(base + "..")
        .should()
        .haveNameMatching(".*(Utils?|Helper|Manager)")
        .because("a class is named for what it is in the domain");
  }

  static ArchRule stepsAreNamedForWhatTheyDo(String base) {
    return noClasses()
        .that()
        .resideInAPackage(base + "..")
        .and()
        .areAssignableTo(PTransform.class)
        .should()
        .haveNameMatching(".*(Transform|Reader|Writer|Sink)")
        .because("a step is a verb with its object, as in ReadEvents");
  }
}
