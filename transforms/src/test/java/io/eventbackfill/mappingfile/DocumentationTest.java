package io.eventbackfill.mappingfile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocumentationTest {

  @Test
  void theReadmeHasEveryKeyConversionFormatAndPreset() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String section = readme.substring(readme.indexOf("## Your own mapping"));

    for (Conversion conversion : Conversion.values()) {
      assertThat(
          section,
          containsString("| `%s` | %s |".formatted(conversion.code(), conversion.accepts())));
    }
    ValueReader.formats()
        .forEach(format -> assertThat(section, containsString("`" + format + "`")));
    for (String key : DocumentReader.KEYS) {
      assertThat(section, containsString(key));
    }
    for (Preset preset : Preset.values()) {
      assertThat(section, containsString("preset: " + preset.code()));
    }
  }

  @Test
  void theReadmesExampleIsAMapping() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String section = readme.substring(readme.indexOf("## Your own mapping"));
    int from = section.indexOf("```yaml\n") + "```yaml\n".length();

    Documents.mapping(section.substring(from, section.indexOf("```", from)));
  }
}
