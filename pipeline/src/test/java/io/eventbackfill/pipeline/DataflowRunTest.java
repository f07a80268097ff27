package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventbackfill.delivery.StopJobException;
import io.eventbackfill.delivery.StopRequest;
import io.eventbackfill.ledger.LedgerRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command while Dataflow does the work, and after it. */
class DataflowRunTest {
  private final LoopbackCloud cloud = new LoopbackCloud();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    cloud.close();
    StopRequest.startAfresh();
  }

  @Test
  void theReportOfAWorkerIsReadBack() {
    cloud.whenLookedAt(
        () -> {
          writeReport("{\"exit_code\": 0, \"rows\": {\"read\": 7, \"adds_up\": true}}");
          cloud.jobIs("JOB_STATE_DONE");
        });
    Command run = cloud.run(folder);

    assertThat(run.err(), run.exitCode(), is(0));
    assertThat(run.out(), containsString("rows read"));
    assertThat(run.out(), containsString("7  in 0 files"));
    assertThat(
        run.err(), containsString("console.cloud.google.com/dataflow/jobs/europe-west1/job-1"));
    assertThat(run.err(), containsString("cancel --region=europe-west1 job-1"));
    assertThat("as long as the workers say nothing", run.err(), not(containsString("average")));
    assertThat(objects("ledger/lease/"), is(empty()));

    Command again = cloud.run(folder);
    assertThat(again.exitCode(), is(0));
    assertThat(again.err(), containsString("Nothing new"));
    assertThat(cloud.jobs().size(), is(1));
  }

  @Test
  void whatTheWorkersCountIsShown() {
    cloud.counted("s1", "read/rows", 7);
    cloud.counted("s2", "read/rows", 35);
    cloud.counted("s2", "map/events", 40);
    cloud.counted("s3", "deliver/events-accepted", 30);
    cloud.jobIs("JOB_STATE_DONE");

    Command run = cloud.run(folder);

    assertThat(run.err(), containsString("sending 75 % | 30 of 40 events | accepted 30 | "));
  }

  @Test
  void aJobThatLeavesNoReportIsAFault() {
    cloud.jobIs("JOB_STATE_DONE");
    Command run = cloud.run(folder);

    assertThat(run.exitCode(), is(1));
    assertThat(run.err(), containsString("report.json can't be written or read"));
  }

  @Test
  void whatAWorkerHasForeseenEndsWithItsOwnCode() throws IOException {
    cloud.jobFailed(
        "java.lang.RuntimeException: org.apache.beam.sdk.util.UserCodeException: "
            + StopJobException.class.getName()
            + ": the key 0123456789abcdef0123456789abcdef is wrong\n\tat a.B.c(B.java:1)");
    Command wrongKey = cloud.run(folder);

    assertThat(wrongKey.exitCode(), is(4));
    assertThat(wrongKey.err(), not(containsString(Command.KEY)));
    JsonNode report = new ObjectMapper().readTree(cloud.objects().get(report()));
    assertThat(report.path("exit_code").asInt(), is(4));
    assertThat(report.path("message").asText(), startsWith("the key "));

    cloud.jobFailed(LedgerRefusedException.class.getName() + ": not held any more\n\tat a.B");
    Command taken = cloud.run(folder);
    assertThat(taken.exitCode(), is(5));
    assertThat(taken.err(), containsString("Stopped: not held any more"));
  }

  @Test
  void anyOtherFailureIsAFaultWithTheServicesWords() {
    cloud.jobFailed("Quota exceeded: CPUS\nmore");
    Command run = cloud.run(folder);

    assertThat(run.exitCode(), is(1));
    assertThat(run.err(), containsString("job job-1 ended as FAILED: Quota exceeded: CPUS"));
    assertThat(run.err(), containsString("To go on: the same command."));
  }

  @Test
  void whoIsAskedToStopCancelsTheJobAndWaitsForItsEnd() {
    cloud.whenLookedAt(() -> StopRequest.ofThisProcess().raise());
    Command run = cloud.run(folder);

    assertThat(run.exitCode(), is(6));
    assertThat(
        cloud.requests(),
        hasItem("PUT /v1b3/projects/company-data/locations/europe-west1/jobs/job-1"));
    assertThat(run.err(), containsString("Cancelling job job-1"));
    assertThat(run.err(), containsString("Stopped: job job-1 was cancelled"));
    assertThat("the ledger is free", objects("ledger/lease/"), is(empty()));
  }

  @Test
  void aJobThatIsCancelledElsewhereWasStopped() {
    cloud.jobIs("JOB_STATE_CANCELLED");

    assertThat(cloud.run(folder).exitCode(), is(6));
  }

  /** Where the last start wants its results. */
  private void writeReport(String report) {
    List<String> attempts =
        cloud.objects().keySet().stream().filter(name -> name.contains("/attempts/")).toList();
    String start = attempts.get(attempts.size() - 1).replaceAll(".*/(.*)\\.json", "$1");
    cloud.put("out/" + start + "/report.json", report);
  }

  private String report() {
    return objects("out/").stream()
        .filter(name -> name.endsWith("/report.json"))
        .findFirst()
        .orElseThrow();
  }

  private List<String> objects(String prefix) {
    return cloud.objects().keySet().stream().filter(name -> name.startsWith(prefix)).toList();
  }
}
