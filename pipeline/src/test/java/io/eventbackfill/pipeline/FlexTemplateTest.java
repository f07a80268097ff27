package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The parameters of the Flex Template are the command's options, in its own words. */
class FlexTemplateTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path METADATA = Path.of("..", "run-scripts", "dataflow", "metadata.json");

  /** Of a ledger, which a template can't hold, and of stores that it can't reach. */
  private static final Set<String> OF_NO_USE =
      Set.of("inDoubt", "ledgerInterval", "s3Endpoint", "s3PathStyle");

  /** What can be told of a value before anything is started. */
  private static final Map<String, String> REGEXES =
      Map.of(
          "apiKey", "^file:gs://.+$",
          "input", "^gs://.+$",
          "excludeInput", "^gs://.+$",
          "output", "^gs://.+$",
          "mapping", "^(amplitude-export|amplitude-warehouse|gs://.+)$",
          "ledger", "^none$");

  /** Where the option's own words are about other engines. */
  private static final Map<String, String> HELP =
      Map.of(
          "apiKey",
          "The object that holds the destination project's API key."
              + " Example: --apiKey=file:gs://company-backfill/key",
          "ledger",
          "none: a template's launcher does not stay to hold a ledger. Example: --ledger=none");

  private static final Map<Class<?>, String> REGEXES_OF_TYPES =
      Map.of(int.class, "^[0-9]+$", boolean.class, "^(true|false)$");

  @Test
  void everyOptionIsAParameter() throws IOException {
    JsonNode parameters = JSON.readTree(METADATA.toFile()).path("parameters");

    assertThat(parameters, is(parameters()));
  }

  @Test
  void defaultsAndExamplesAreAllowed() throws IOException {
    int tried = 0;
    for (JsonNode parameter : JSON.readTree(METADATA.toFile()).path("parameters")) {
      String value = defaultOf(parameter.path("name").asText());
      for (JsonNode regex : value.isEmpty() ? JSON.createArrayNode() : parameter.path("regexes")) {
        assertThat(value, Pattern.matches(regex.asText(), value), is(true));
        tried++;
      }
    }
    assertThat(tried, is(greaterThan(5)));
  }

  private static String defaultOf(String name) {
    return option(name).orElseThrow().defaultValue();
  }

  private static Optional<OptionCatalog.Option> option(String name) {
    return OptionCatalog.all().stream().filter(option -> option.name().equals(name)).findFirst();
  }

  static ArrayNode parameters() {
    ArrayNode parameters = JSON.createArrayNode();
    List<OptionCatalog.Option> options = OptionCatalog.all();
    for (OptionCatalog.Option option : options) {
      if (!OF_NO_USE.contains(option.name())) {
        parameters.add(parameter(option));
      }
    }
    return parameters;
  }

  private static ObjectNode parameter(OptionCatalog.Option option) {
    ObjectNode parameter = JSON.createObjectNode();
    parameter.put("name", option.name());
    parameter.put("label", label(option.name()));
    String help = HELP.getOrDefault(option.name(), option.description());
    parameter.put("helpText", help.replaceFirst(" Required\\.", ""));
    parameter.put("isOptional", !option.description().contains("Required."));
    String regex =
        REGEXES.getOrDefault(
            option.name(), REGEXES_OF_TYPES.getOrDefault(option.getter().getReturnType(), ""));
    if (!regex.isEmpty()) {
      parameter.putArray("regexes").add(regex);
    }
    return parameter;
  }

  /** {@code maxEventsPerDay} is "Max events per day". */
  private static String label(String name) {
    String words = name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
