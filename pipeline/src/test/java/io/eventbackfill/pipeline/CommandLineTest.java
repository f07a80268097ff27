package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  @TempDir Path folder;

  @Test
  void everyFaultIsListedAtOnce() {
    Command run =
        run(
            "--input=" + folder + "/nothing/*",
            "--mapping=mine",
            "--destination=nowhere",
            "--apiKey=env:NO_SUCH_VARIABLE_SET",
            "--destinationEndpoint=http://example.com",
            "--orderBy=moon",
            "--lanes=0",
            "--maxEventsPerRequest=2001",
            "--maxBytesPerRequest=ten",
            "--maxEventsPerSecond=0",
            "--maxRequestsPerSecond=0",
            "--maxEventsPerSecondPerDevice=-1",
            "--maxEventsPerDay=0",
            "--workerProcesses=0",
            "--lookAhead=0",
            "--requestTimeout=60",
            "--giveUpAfter=7d",
            "--maxLineBytes=0",
            "--inputFormat=xml",
            "--csvDelimiter=;;",
            "--timeSource=now",
            "--leaveOut=everything",
            "--minIdLength=0",
            "--inptu=x",
            "--mirror=x",
            "--ledger=none",
            "--inDoubt=perhaps",
            "--ledgerInterval=5",
            "--lanes=3",
            "stray");

    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), containsString("Configuration has 30 problems:"));
    for (String problem :
        List.of(
            "--input: no file matches",
            "--mapping=mine is unknown (amplitude-export, amplitude-warehouse, or a YAML file)",
            "--destination=nowhere is unknown (amplitude, posthog)",
            "--apiKey: environment variable NO_SUCH_VARIABLE_SET is not set or empty",
            "--destinationEndpoint=http://example.com would send the key unencrypted",
            "--orderBy=moon is unknown (device_id, user_id, amplitude_id)",
            "--lanes=0 must be at least 1 and at most 4096",
            "--maxEventsPerRequest=2001 is more than Amplitude takes (2000)",
            "--maxBytesPerRequest=ten is not a size such as 10MB",
            "--maxEventsPerSecond=0 must be at least 1",
            "--maxRequestsPerSecond=0 must be at least 1",
            "--maxEventsPerSecondPerDevice=-1 must be at least 1",
            "--maxEventsPerDay=0 must be at least 1",
            "--workerProcesses=0 must be at least 1",
            "--lookAhead=0 must be at least 1",
            "--requestTimeout=60 is not a time such as 60s",
            "--giveUpAfter=7d must be at most 6d",
            "--maxLineBytes=0 is not a size",
            "--inputFormat=xml is unknown (auto, json, csv)",
            "--csvDelimiter=;; must be one ASCII character",
            "--timeSource=now is unknown",
            "--leaveOut=everything: can't leave out",
            "--minIdLength=0 must be at least 1",
            "--inptu is unknown; did you mean --input?",
            "--mirror is unknown",
            "--inDoubt=perhaps is unknown (refuse, resend, skip)",
            "--ledgerInterval=5 is not a time",
            "--lanes is given more than once",
            "'stray' is not of the form --name=value",
            "--output is required")) {
      assertThat(run.err(), containsString(problem));
    }
  }

  @Test
  void whatIsRequiredIsSaid() {
    Command run = run();

    assertThat(run.exitCode(), is(2));
    assertThat(
        run.err(),
        allOf(
            containsString("--input is required"),
            containsString("--apiKey is required"),
            containsString("--ledger is required"),
            containsString("--output is required")));
  }

  @Test
  void namesOfTheCloudAreNotTakenInSilence() {
    Command run = run("--project=187520", "--region=eu");

    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), containsString("use --sourceProject"));
    assertThat(run.err(), containsString("use --destinationRegion"));
  }

  @ParameterizedTest
  @CsvSource({"DataflowRunner", "dataflow", "DATAFLOWRUNNER"})
  void namesOfTheCloudAreTakenWhereTheJobRunsThere(String runner) {
    Command run = run("--project=company-data", "--region=us-east1", "--runner=" + runner);

    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), not(containsString("--project")));
    assertThat(run.err(), not(containsString("--region")));
    assertThat(run.err(), containsString("--tempLocation is required"));
  }

  @Test
  void anUnknownCommandIsRefused() {
    assertThat(
        run("fly").err(),
        containsString(
            "command 'fly' is unknown (%s)".formatted(String.join(", ", Subcommands.names()))));
    assertThat(run("run").err(), not(containsString("command")));
  }

  @Test
  void helpListsEveryOptionWithAnExample() {
    Command help = run("--help");

    assertThat(help.exitCode(), is(0));
    String text = help.out().replaceAll("\\s+", " ");
    for (OptionCatalog.Option option : OptionCatalog.all()) {
      assertThat(text, containsString("--" + option.name()));
      assertThat(
          option.name(), option.description(), containsString("Example: --" + option.name()));
    }
    for (ExitCode code : ExitCode.values()) {
      assertThat(text, containsString(code.number() + " " + code.meaning()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "plan, requestTime",
    "plan, live",
    "retry, from",
    "verify, stored",
    "ledger, run",
    "mapping, check"
  })
  void helpListsWhatOnlyOneCommandTakes(String command, String option) {
    String help = run("--help").out();

    String itsOwn = help.substring(help.indexOf("Options that only " + command + " takes:"));
    assertThat(
        itsOwn.substring(0, itsOwn.indexOf(System.lineSeparator().repeat(2))),
        containsString("  --" + option));
  }

  private Command run(String... args) {
    return Command.run(folder, List.of(args));
  }

  @ParameterizedTest
  @CsvSource({
    "--endpoint=http://127.0.0.1:8089, --destinationEndpoint",
    "--endpoint=http://127.0.0.1:8089, --s3Endpoint",
    "--region=eu, --destinationRegion",
    "--project=187520, --sourceProject",
  })
  void aNameThatAnEngineOrAStoreOwnsIsAnsweredWithOurs(String given, String ours) {
    Command run = Command.run(folder.resolve("out"), List.of(given));

    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), containsString(ours));
  }
}
