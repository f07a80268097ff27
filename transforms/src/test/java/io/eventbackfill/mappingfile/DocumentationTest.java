package io.eventbackfill.mappingfile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocumentationTest {

  @Test
  void theReadmeHasEveryKeyConversionFormatAndPreset() throws IOException {
    String section = section();

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
  void theReadmesExamplesAreTheTestedFiles() throws IOException {
    List<String> shown = new ArrayList<>();
    Matcher block = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(section());
    while (block.find()) {
      Documents.mapping(block.group(1));
      shown.add(block.group(1));
    }

    List<String> files = new ArrayList<>();
    for (String name : new String[] {"orders", "web-log", "signups"}) {
      files.add(Files.readString(ExamplesTest.FOLDER.resolve(name + ".yaml")));
    }
    assertThat(shown, is(files));
  }

  private static String section() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    int from = readme.indexOf("## Your own mapping");
    return readme.substring(from, readme.indexOf("\n## ", from));
  }
}
