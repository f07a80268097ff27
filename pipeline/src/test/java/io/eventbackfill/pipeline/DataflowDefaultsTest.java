package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.util.ArrayList;
import org.apache.beam.runners.dataflow.options.DataflowPipelineDebugOptions;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.runners.dataflow.options.DataflowPipelineWorkerPoolOptions;
import org.apache.beam.runners.dataflow.options.DataflowPipelineWorkerPoolOptions.AutoscalingAlgorithmType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataflowDefaultsTest {
  @ParameterizedTest
  @CsvSource({
    "'', 1, 1",
    "--workerProcesses=4, 4, 4",
    "--numWorkers=4, 4, 4",
    "--workerProcesses=4 --numWorkers=3, 4, 3",
    "--autoscalingAlgorithm=THROUGHPUT_BASED --maxNumWorkers=5, 5, 0",
    "--autoscalingAlgorithm=THROUGHPUT_BASED --maxNumWorkers=5 --numWorkers=2, 5, 2",
    "--autoscalingAlgorithm=THROUGHPUT_BASED, 1, 0",
  })
  void workersAndProcessesGoTogether(String args, int processes, int workers) {
    DataflowPipelineOptions options = with(args);

    assertThat(options.as(BackfillOptions.class).getWorkerProcesses(), is(processes));
    assertThat(options.as(DataflowPipelineWorkerPoolOptions.class).getNumWorkers(), is(workers));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 64",
    "--lanes=7, 7",
    "--lanes=4096, 64",
    "--workerProcesses=3, 22",
    "--workerProcesses=100, 1",
    "--lanes=-1, 1",
    "--workerProcesses=-1, 64",
    "--numberOfWorkerHarnessThreads=2, 2",
  })
  void everyLaneHasAThreadWithinReason(String args, int threads) {
    assertThat(
        with(args).as(DataflowPipelineDebugOptions.class).getNumberOfWorkerHarnessThreads(),
        is(threads));
  }

  @Test
  void whatIsAskedForIsLeftAlone() {
    DataflowPipelineWorkerPoolOptions options =
        with("--workerMachineType=n2-standard-8 --autoscalingAlgorithm=THROUGHPUT_BASED"
                + " --experiments=a --appName=mine")
            .as(DataflowPipelineWorkerPoolOptions.class);

    assertThat(options.getWorkerMachineType(), is("n2-standard-8"));
    assertThat(options.getAutoscalingAlgorithm(), is(AutoscalingAlgorithmType.THROUGHPUT_BASED));
    assertThat(options.as(DataflowPipelineOptions.class).getExperiments(), contains("a"));
    assertThat(options.as(DataflowPipelineOptions.class).getAppName(), is("mine"));
  }

  @Test
  void otherEnginesAreLeftAlone() {
    String[] args = {"--runner=DirectRunner"};
    DataflowPipelineOptions options =
        CommandLine.parse(args, new ArrayList<>()).as(DataflowPipelineOptions.class);
    EngineDefaults.apply(options, args);

    assertThat(options.getExperiments(), is(nullValue()));
    assertThat(options.as(DataflowPipelineWorkerPoolOptions.class).getNumWorkers(), is(0));
  }

  private static DataflowPipelineOptions with(String given) {
    String[] args = ("--runner=DataflowRunner " + given).strip().split(" ");
    DataflowPipelineOptions options =
        CommandLine.parse(args, new ArrayList<>()).as(DataflowPipelineOptions.class);
    EngineDefaults.apply(options, args);
    return options;
  }
}
