package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before anything runs on Dataflow. */
class DataflowChecksTest {
  private final LoopbackCloud cloud = new LoopbackCloud();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void whatIsMissingAndOutOfReachIsSaidAtOnce() {
    Command run =
        cloud.run(
            folder,
            "--project=",
            "--region=",
            "--tempLocation=",
            "--input=./a/*,gs://backfill/exports/*",
            "--excludeInput=file://" + folder + "/b",
            "--output=out",
            "--ledger=" + folder,
            "--apiKey=env:PATH",
            "--workerProcesses=2",
            "--numWorkers=3",
            "--streaming=true");

    assertThat(run.exitCode(), is(2));
    assertThat(cloud.jobs(), is(empty()));
    for (String problem :
        List.of(
            "--tempLocation is required",
            "--input=./a/* is on this machine",
            "--excludeInput=file://" + folder + "/b is on this machine",
            "--output=out is on this machine",
            "--ledger=" + folder + " is on this machine",
            "--apiKey=env:PATH: Dataflow's workers do not have the variables of this machine; use"
                + " file:gs://BUCKET/OBJECT",
            "--workerProcesses=2 and up to 3 workers",
            "--streaming=true: a lane can't be sorted")) {
      assertThat(run.err(), containsString(problem));
    }
  }

  @Test
  void aKeyThatTheJobWouldShowIsRefusedAndNotRepeated() {
    Command run = cloud.run(folder, "--apiKey=" + Command.KEY);

    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), containsString("--apiKey holds the key itself"));
    assertThat(run.err(), not(containsString(Command.KEY)));
    assertThat(
        cloud.run(folder, "--apiKey=file:/etc/key").err(),
        containsString("--apiKey=file:/etc/key is on this machine"));
  }

  @Test
  void keysOfAmazonsAreRefusedAndNotRepeated() {
    Command run =
        cloud.run(
            folder,
            "--awsRegion=eu-west-1",
            "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\","
                + "\"accessKeyId\":\"AKIAEXAMPLE\",\"secretAccessKey\":\"s3cr3t\"}");

    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), containsString("copy what is on S3 to gs:// first"));
    assertThat(run.err(), not(containsString("s3cr3t")));
  }

  @Test
  void filesThatWorkersHaveNoCredentialsForAreRefused() {
    Command run =
        cloud.run(
            folder,
            "--awsRegion=eu-west-1",
            "--s3Endpoint=http://127.0.0.1:1",
            "--input=s3://exports/*");

    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), containsString("s3://: Dataflow's workers have no credentials for it"));
  }

  @ParameterizedTest
  @CsvSource({
    "--autoscalingAlgorithm=THROUGHPUT_BASED, --workerProcesses=2, needs --maxNumWorkers",
    "--autoscalingAlgorithm=THROUGHPUT_BASED, --maxNumWorkers=0, needs --maxNumWorkers",
    "--numWorkers=2, --workerProcesses=1, both must be the same",
    "--numWorkers=1, --workerProcesses=2, both must be the same",
  })
  void ratesThatManyWorkersWouldBreakAreRefused(String one, String another, String problem) {
    Command run = cloud.run(folder, one, another);

    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), containsString(problem));
  }

  @Test
  void aLedgerNeedsSomebodyToHoldIt() {
    Command run = cloud.run(folder, "--templateLocation=" + folder.resolve("job.json"));

    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), containsString("--ledger needs a process that holds it"));
  }

  @Test
  void aBucketThatIsNotThereIsBadConfiguration() {
    Command run = cloud.run(folder, "--tempLocation=gs://nowhere/tmp");

    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), containsString("--runner=DataflowRunner: "));
    assertThat(run.err(), containsString("gs://nowhere/tmp"));
  }

  @Test
  void otherEnginesKeepTheirWays() {
    Command run = Command.run(folder, List.of("--apiKey=env:PATH", "--ledger=/ledger"));

    assertThat(run.err(), not(containsString("Dataflow")));
  }
}
