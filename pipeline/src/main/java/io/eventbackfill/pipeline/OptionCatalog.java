package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Destination;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The options there are, read off their interfaces: those of the tool and of every destination. */
final class OptionCatalog {
  private OptionCatalog() {}

  /**
   * One option.
   *
   * @param name without the dashes
   * @param description with an example
   * @param defaultValue empty if there is none
   * @param getter reads it
   */
  record Option(String name, String description, String defaultValue, Method getter) {}

  /** All options; of each interface the required ones first. */
  static List<Option> all() {
    List<Option> options = new ArrayList<>(of(BackfillOptions.class));
    for (Destination.Factory factory : Destinations.byName().values()) {
      options.addAll(of(factory.optionsType()));
    }
    return options;
  }

  /** The options that have a value, with it. */
  static SortedMap<String, String> values(PipelineOptions options) {
    return values(options, all());
  }

  /** Those of one interface that have a value, with it. */
  static SortedMap<String, String> values(
      PipelineOptions options, Class<? extends PipelineOptions> type) {
    return values(options, of(type));
  }

  private static SortedMap<String, String> values(PipelineOptions options, List<Option> which) {
    SortedMap<String, String> values = new TreeMap<>();
    for (Option option : which) {
      Object owner =
          options.as(option.getter().getDeclaringClass().asSubclass(PipelineOptions.class));
      try {
        Object value = option.getter().invoke(owner);
        if (value != null) {
          values.put(option.name(), value.toString());
        }
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("option " + option.name() + " can't be read", e);
      }
    }
    return values;
  }

  /** The options of one interface, the required ones first. */
  static List<Option> of(Class<? extends PipelineOptions> type) {
    List<Option> options = new ArrayList<>();
    for (Method method : type.getDeclaredMethods()) {
      Description description = method.getAnnotation(Description.class);
      if (description != null && method.getParameterCount() == 0) {
        options.add(new Option(name(method), description.value(), defaultValue(method), method));
      }
    }
    // Reflection gives methods in any order; required ones first is what a reader wants.
    options.sort(
        Comparator.comparing((Option o) -> !o.description().contains("Required."))
            .thenComparing(Option::name));
    return options;
  }

  private static String name(Method getter) {
    String name = getter.getName().replaceFirst("^(get|is)", "");
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  private static String defaultValue(Method getter) {
    Default.String text = getter.getAnnotation(Default.String.class);
    Default.Integer integer = getter.getAnnotation(Default.Integer.class);
    Default.Boolean bool = getter.getAnnotation(Default.Boolean.class);
    if (text != null) {
      return text.value();
    }
    if (integer != null) {
      return Integer.toString(integer.value());
    }
    return bool == null ? "" : Boolean.toString(bool.value());
  }
}
