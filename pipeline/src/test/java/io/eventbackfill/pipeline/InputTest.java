package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.eventbackfill.model.InputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --input} names, listed before the job. */
class InputTest {
  @TempDir Path folder;
  private final List<String> problems = new ArrayList<>();

  @Test
  void aFileThatSeveralGlobsNameIsListedOnceAndTheListIsSorted() throws IOException {
    write("c.txt");
    write("b.json");
    write("a.json");

    assertThat(names("*.json", "a.*", "a.json", "*"), contains("a.json", "b.json", "c.txt"));
    assertThat(problems, not(hasItem(startsWith("--input"))));
  }

  @Test
  void namesHoldWhatPeoplePutIntoThem() throws IOException {
    List<String> names =
        List.of(
            "187520_2024-01-01_0#0.json.gz",
            "50%20.json",
            "[brackets] {braces}.json",
            "with space.json",
            "日本 é 😀.json");
    for (String name : names) {
      write(name);
    }

    assertThat(names("*"), equalTo(names));
  }

  @Test
  void foldersBelowAreSearchedWhereTheGlobSaysSo() throws IOException {
    Files.createDirectories(folder.resolve("2024/01"));
    write("2024/01/deep.json");
    write("flat.json");
    write(".hidden.json");

    assertThat(names("**.json"), contains(".hidden.json", "2024/01/deep.json", "flat.json"));
    assertThat(names("**"), contains(".hidden.json", "2024/01/deep.json", "flat.json"));
    assertThat(names("*"), contains(".hidden.json", "flat.json"));
  }

  @Test
  void relativeGlobsNameTheSameFiles() throws IOException {
    write("a.json");
    Path here = Path.of("").toAbsolutePath();
    String relative = here.relativize(folder.toAbsolutePath()) + "/*";

    assertThat(listed(relative + "," + folder + "/*").size(), is(1));
  }

  @Test
  void aFileIsListedWithItsSizeAndTheTimeOfItsLastChange() throws IOException {
    Files.writeString(folder.resolve("a.json"), "12345");
    Files.setLastModifiedTime(folder.resolve("a.json"), FileTime.fromMillis(1_700_000_000_000L));

    assertThat(
        listed(folder + "/*"),
        contains(new InputFile(folder.resolve("a.json") + "", 5, 1_700_000_000_000L, null)));
  }

  @Test
  void eachGlobThatNamesNothingIsSaidEvenBesideOneThatNamesSomething() throws IOException {
    write("a.json");

    assertThat(names("*.parquet", "*.json", "nothing/b.json"), contains("a.json"));
    assertThat(
        problems,
        hasItem(containsString("--input: no file matches " + folder.resolve("*.parquet"))));
    assertThat(
        problems,
        hasItem(containsString("--input: no file matches " + folder.resolve("nothing/b.json"))));
  }

  @Test
  void aFolderIsNoFile() throws IOException {
    Files.createDirectories(folder.resolve("2024"));

    assertThat(listed(folder.resolve("2024").toString()), is(empty()));
    assertThat(problems, hasItem(containsString("/2024 is a folder; name its files, such as ")));
    assertThat(problems, hasItem(containsString("/2024/**")));
  }

  private void write(String name) throws IOException {
    Files.writeString(folder.resolve(name), "{}\n");
  }

  /** Names below the folder. */
  private List<String> names(String... globs) {
    List<String> all = List.of(globs).stream().map(glob -> folder + "/" + glob).toList();
    return listed(String.join(",", all)).stream()
        .map(file -> folder.relativize(Path.of(file.name())).toString())
        .toList();
  }

  /** Everything else that is missing here is a problem of its own. */
  private List<InputFile> listed(String input) {
    return ConfigReader.read(
            CommandLine.parse(new String[] {"--input=" + input}, problems), Instant.EPOCH, problems)
        .files();
  }
}
