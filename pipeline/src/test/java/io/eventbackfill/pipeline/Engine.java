package io.eventbackfill.pipeline;

import java.util.List;

/** What a run can be carried out by, inside its own process. */
enum Engine {
  DIRECT("--runner=DirectRunner"),
  FLINK("--runner=FlinkRunner --flinkMaster=[local] --parallelism=2");

  private final String args;

  Engine(String args) {
    this.args = args;
  }

  List<String> args() {
    return List.of(args.split(" ", -1));
  }
}
