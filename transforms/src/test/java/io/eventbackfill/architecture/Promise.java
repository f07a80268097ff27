package io.eventbackfill.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A rule, and what it must find in the planted code that breaks it.
 *
 * @param name the rule's name, for reports
 * @param rule the rule of all code below a base package
 * @param culprits words of the violations it must report
 */
record Promise(String name, Function<String, ArchRule> rule, List<String> culprits) {

  static List<Promise> all() {
    List<Promise> all = new ArrayList<>(ofMainCode());
    for (String name : Rules.packages()) {
      all.add(
          promise(name + " knows only what it may", b -> Rules.knowsOnlyWhatItMay(b, name))
              .findingAlso(name + ".Stray"));
    }
    return all;
  }

  private static List<Promise> ofMainCode() {
    return List.of(
        promise("every class has its place", Rules::everyClassHasItsPlace)
            .findingAlso("elsewhere.Homeless"),
        promise("no cycles", Rules::noCycles).findingAlso("Cycle detected"),
        promise("pure code knows no engine", Rules::pureCodeKnowsNoEngine)
            .findingAlso("batching.Streaming"),
        promise("only steps speak Joda", Rules::onlyStepsSpeakJoda)
            .findingAlso("batching.Streaming"),
        promise("steps are strangers", Rules::stepsAreStrangers)
            .findingAlso("steps.CountThings", "steps.CountThings$CountFn"),
        promise("destinations are strangers", Rules::destinationsAreStrangers)
            .findingAlso("destinations.foo.FooReplies", "destinations.bar.BarDestination"),
        promise("vendors have their place", Rules::vendorsHaveTheirPlace)
            .findingAlso("delivery.PostHogLimits", "delivery.PostHogLimits$ClickHouseRow"),
        promise("time and chance are arguments", Rules::timeAndChanceAreArguments)
            .findingAlso(
                "System.currentTimeMillis",
                "System.nanoTime",
                "Instant.now",
                "LocalDate.now",
                "InstantSource.system",
                "Clock.systemUTC",
                "Math.random",
                "java.util.Random.<init>",
                "ThreadLocalRandom.current",
                "RandomGenerator.getDefault",
                "UUID.randomUUID",
                "Thread.sleep"),
        promise("only the transport talks", Rules::onlyTheTransportTalks)
            .findingAlso("java.net.Socket", "java.net.http.HttpClient", "com.google.api.client"),
        promise("only secrets come from the environment", Rules::onlySecretsComeFromTheEnvironment)
            .findingAlso("System.getenv", "System.getProperty"),
        promise("no standard streams", Rules::noStandardStreams).findingAlso("model.Chatty"),
        promise("one way of logging", Rules::oneWayOfLogging).findingAlso("model.Chatty"),
        promise("no generic exceptions", Rules::noGenericExceptions)
            .findingAlso("java.lang.RuntimeException", "java.lang.Exception"),
        promise("functions are not public", Rules::functionsAreNotPublic)
            .findingAlso("steps.CountThings$CountFn"),
        promise("steps do not change", Rules::stepsDoNotChange).findingAlso("CountThings.counted"),
        promise("names say something", Rules::namesSaySomething)
            .findingAlso("model.EventUtil", "model.EventUtils", "model.LaneHelper", "RowManager"),
        promise("steps are named for what they do", Rules::stepsAreNamedForWhatTheyDo)
            .findingAlso("steps.ThingsReader"));
  }

  private static Promise promise(String name, Function<String, ArchRule> rule) {
    return new Promise(name, rule, List.of());
  }

  private Promise findingAlso(String... words) {
    return new Promise(name, rule, List.of(words));
  }

  @Override
  public String toString() {
    return name;
  }
}
