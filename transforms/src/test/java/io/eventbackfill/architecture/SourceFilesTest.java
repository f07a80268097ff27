package io.eventbackfill.architecture;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceFilesTest {
  private static final Path MAIN = Path.of("src/main/java");

  @ParameterizedTest
  @ValueSource(strings = {"src/main/java", "src/test/java"})
  void noFileIsLongerThanAnyoneReads(Path folder) throws IOException {
    assertThat(SourceFiles.java(folder), hasSize(greaterThan(20)));
    assertThat(SourceFiles.tooLong(folder), empty());
  }

  @Test
  void everyPackageSaysThatNullIsAnException() throws IOException {
    assertThat(SourceFiles.notNullMarked(MAIN), empty());
  }

  @Test
  void aLongFileIsFound(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("Short.java"), Collections.nCopies(350, "//"));
    Files.write(folder.resolve("Long.java"), Collections.nCopies(351, "//"));

    assertThat(SourceFiles.tooLong(folder), contains(endsWith("Long.java")));
  }

  @Test
  void aPackageThatDoesNotSayItIsFound(@TempDir Path folder) throws IOException {
    Path said = Files.createDirectory(folder.resolve("said"));
    Files.writeString(said.resolve("package-info.java"), "/** A. */\n@NullMarked\npackage a;\n");
    Path unsaid = Files.createDirectory(folder.resolve("unsaid"));
    Files.writeString(unsaid.resolve("package-info.java"), "/** Not @NullMarked. */\npackage b;\n");
    Path missing = Files.createDirectory(folder.resolve("missing"));
    Files.writeString(missing.resolve("C.java"), "class C {}\n");

    assertThat(
        SourceFiles.notNullMarked(folder), contains(endsWith("missing"), endsWith("unsaid")));
  }
}
