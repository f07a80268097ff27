package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files a retry takes of the folders it is given, and what it says of others. */
class RetryFoldersTest {
  @TempDir Path folder;
  private final List<String> problems = new ArrayList<>();
  private String run;

  @BeforeEach
  void aRunWithResults() throws IOException {
    run = folder + "/out/20260301T010000.000Z";
    for (String file : List.of("dead-letters/part-00000.jsonl", "deferred/part-00003.jsonl")) {
      write(run + "/" + file);
      write(run + "/" + file + "~");
    }
    write(run + "/report.json");
    write(folder + "/out/20260302T010000.000Z/report.json");
    write(folder + "/mine/fixed.jsonl");
  }

  @Test
  void ofARunAllThatItSetAside() {
    assertThat(globs(run), contains(run + "/dead-letters/*.jsonl", run + "/deferred/*.jsonl"));
    assertThat(globs(run + "//"), is(globs(run)));
    assertThat(problems, empty());
  }

  @Test
  void ofSeveralFoldersWhatIsInEach() {
    assertThat(
        globs(run + "/deferred", folder + "/mine"),
        contains(run + "/deferred/*.jsonl", folder + "/mine/*.jsonl"));
    assertThat(problems, empty());
  }

  @Test
  void nothingOfARunThatSetNothingAside() {
    String other = folder + "/out/20260302T010000.000Z";

    assertThat(globs(other, other + "/dead-letters", other + "/deferred/"), empty());
    assertThat(problems, empty());
    Command retry = retry("--from=" + other);
    assertThat(retry.out(), containsString("Nothing to try again in " + other));
    assertThat(retry.exitCode(), is(0));
  }

  @Test
  void whatIsNoFolderOfARunIsSaid() {
    assertThat(globs(folder + "/nowhere", folder + "/out", folder + "/*/deferred"), empty());
    assertThat(
        problems,
        contains(
            containsString(folder + "/nowhere/ holds neither *.jsonl nor a run's results"),
            containsString("name a run of it, such as " + folder + "/out/20260302T010000.000Z"),
            containsString("name folders, not globs")));
  }

  @Test
  void theCommandSaysWhatIsWrongAllAtOnce() {
    Command retry = retry("--input=" + run + "/*/*");

    assertThat(retry.exitCode(), is(2));
    assertThat(retry.err(), containsString("--input is for runs"));
    assertThat(retry.err(), containsString("--from is required"));
    assertThat(retry.err(), containsString("--apiKey is required"));
    assertThat(retry().err(), not(containsString("--input is required")));
  }

  @Test
  void aRunDoesNotTakeFromForItsInput() {
    Command wrong = Command.run(folder, List.of("run", "--from=" + run));

    assertThat(wrong.exitCode(), is(2));
    assertThat(wrong.err(), containsString("--from is for the command retry"));
  }

  private List<String> globs(String... folders) {
    return new SetAsideFolders(PipelineOptionsFactory.create(), problems).globs(List.of(folders));
  }

  private Command retry(String... more) {
    List<String> args = new ArrayList<>(List.of("retry"));
    args.addAll(List.of(more));
    return Command.run(folder, args);
  }

  private static void write(String file) throws IOException {
    Files.createDirectories(Path.of(file).getParent());
    Files.writeString(Path.of(file), "");
  }
}
