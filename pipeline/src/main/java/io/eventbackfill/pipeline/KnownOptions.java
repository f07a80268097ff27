package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Destination;
import java.beans.Introspector;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PipelineOptionsRegistrar;

/**
 * Which options a command line may name.
 *
 * <p>Beam registers those of every engine and store on the class path, and holds each against all
 * that came before, which for those of the bundled jar takes half of the time until a run begins.
 * So they are kept from it, and registered if an argument has the name of one of theirs; all of
 * them if it has a name that nobody knows, for it may be a misspelling of any.
 */
final class KnownOptions {
  private static final String REGISTRARS =
      "META-INF/services/" + PipelineOptionsRegistrar.class.getName();

  private KnownOptions() {}

  /**
   * Registers the tool's, and what else the arguments ask for.
   *
   * @param named the names of options in the arguments
   */
  static void register(Set<String> named) {
    Set<Class<? extends PipelineOptions>> ours = ours();
    withoutRegistrars(() -> ours.forEach(PipelineOptionsFactory::register));
    Set<String> foreign = new HashSet<>(named);
    foreign.removeAll(names(PipelineOptions.class));
    ours.forEach(options -> foreign.removeAll(names(options)));
    if (!foreign.isEmpty()) {
      registerOthers(foreign);
    }
  }

  private static void registerOthers(Set<String> named) {
    List<Class<? extends PipelineOptions>> others = new ArrayList<>();
    Set<String> unknown = new HashSet<>(named);
    List<Class<? extends PipelineOptions>> asked = new ArrayList<>();
    for (PipelineOptionsRegistrar registrar : ServiceLoader.load(PipelineOptionsRegistrar.class)) {
      for (Class<? extends PipelineOptions> options : registrar.getPipelineOptions()) {
        Set<String> names = names(options);
        others.add(options);
        if (!Collections.disjoint(names, named)) {
          asked.add(options);
        }
        unknown.removeAll(names);
      }
    }
    (unknown.isEmpty() ? asked : others).forEach(PipelineOptionsFactory::register);
  }

  private static Set<Class<? extends PipelineOptions>> ours() {
    Set<Class<? extends PipelineOptions>> ours = new LinkedHashSet<>();
    for (Subcommand command : Subcommands.all()) {
      ours.add(command.optionsType());
      ours.addAll(command.moreOptions());
    }
    for (Destination.Factory factory : Destinations.byName().values()) {
      ours.add(factory.optionsType());
    }
    return ours;
  }

  private static Set<String> names(Class<? extends PipelineOptions> options) {
    return Arrays.stream(options.getMethods())
        .map(Method::getName)
        .filter(name -> name.startsWith("get") || name.startsWith("is"))
        .map(name -> Introspector.decapitalize(name.substring(name.startsWith("is") ? 2 : 3)))
        .collect(Collectors.toSet());
  }

  /** Beam looks for registrars once, when its registry is first used. */
  private static void withoutRegistrars(Runnable first) {
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    thread.setContextClassLoader(new HidesRegistrars(usual));
    try {
      first.run();
    } finally {
      thread.setContextClassLoader(usual);
    }
  }

  private static final class HidesRegistrars extends ClassLoader {
    HidesRegistrars(ClassLoader shown) {
      super(shown);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.equals(REGISTRARS) ? Collections.emptyEnumeration() : super.getResources(name);
    }
  }
}
