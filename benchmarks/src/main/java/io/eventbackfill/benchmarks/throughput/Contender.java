package io.eventbackfill.benchmarks.throughput;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Who moves the events. */
enum Contender {
  /** Unpacks only, in one thread. */
  GUNZIP(Kind.FLOOR),
  /** Unpacks and finds the JSON's tokens, in one thread. */
  PARSE(Kind.FLOOR),
  /** A loop by hand in one thread. */
  REFERENCE_1(Kind.LOOP),
  /** The same in two. */
  REFERENCE_2(Kind.LOOP),
  /** The command on Flink in its own process, two at a time. */
  FLINK(Kind.OURS),
  /** The same without a ledger. */
  FLINK_NO_LEDGER(Kind.OURS),
  /** The command on the Direct Runner. */
  DIRECT(Kind.OURS),
  /** The command on a cluster that runs already; CPU and memory are the client's only. */
  FLINK_CLUSTER(Kind.OURS),
  /** The command on Flink in its own process, over TLS. */
  FLINK_TLS(Kind.OURS),
  /** Amplitude's Java SDK, over TLS. */
  SDK_TLS(Kind.LOOP);

  /** What it does with the events. */
  enum Kind {
    FLOOR,
    LOOP,
    OURS
  }

  private static final String UNLIMITED = "1000000000";

  private final Kind kind;

  Contender(Kind kind) {
    this.kind = kind;
  }

  /** The name on command lines and in tables. */
  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean sends() {
    return kind != Kind.FLOOR;
  }

  boolean isOurs() {
    return kind == Kind.OURS;
  }

  boolean isByTls() {
    return this == FLINK_TLS || this == SDK_TLS;
  }

  /**
   * Its command line.
   *
   * @param input a folder of exports
   * @param to where events go
   * @param output a folder for results
   * @param settings of the benchmark
   */
  List<String> command(
      Path input, ReceiverProcess to, Path output, ThroughputBenchmark.Settings settings) {
    List<String> command = new ArrayList<>();
    switch (this) {
      case GUNZIP, PARSE -> {
        command.addAll(Java.of("256m", List.of(), Floor.class));
        command.addAll(List.of(input.toString(), code()));
      }
      case REFERENCE_1, REFERENCE_2 -> {
        command.addAll(Java.of(settings.heapOfLoops(), List.of(), ReferenceLoop.class));
        command.addAll(List.of(input.toString(), to.address(), this == REFERENCE_1 ? "1" : "2"));
      }
      case SDK_TLS -> {
        command.addAll(Java.of(settings.heapOfLoops(), to.trust(), SdkLoop.class));
        command.addAll(List.of(input.toString(), to.address()));
      }
      case FLINK, FLINK_NO_LEDGER, DIRECT, FLINK_CLUSTER, FLINK_TLS ->
          command.addAll(ours(input, to, output, settings));
    }
    return command;
  }

  private List<String> ours(
      Path input, ReceiverProcess to, Path output, ThroughputBenchmark.Settings settings) {
    List<String> command = Java.of(settings.heapOfOurs(), to.trust(), settings.jar());
    command.addAll(
        List.of(
            "--input=" + input + "/*.gz",
            "--output=" + output,
            "--ledger=" + (this == FLINK_NO_LEDGER ? "none" : output.resolve("ledger")),
            "--destinationEndpoint=" + to.address(),
            "--apiKey=0123456789abcdef0123456789abcdef",
            "--maxEventsPerSecond=" + UNLIMITED,
            "--maxRequestsPerSecond=" + UNLIMITED,
            "--maxEventsPerSecondPerDevice=" + UNLIMITED,
            "--maxEventsPerDay=" + UNLIMITED));
    command.addAll(
        switch (this) {
          case DIRECT -> List.of("--runner=DirectRunner");
          case FLINK_CLUSTER ->
              List.of(
                  "--runner=FlinkRunner",
                  "--flinkMaster=" + settings.flinkMaster(),
                  "--filesToStage=" + settings.jar(),
                  "--parallelism=2");
          default -> List.of("--runner=FlinkRunner", "--flinkMaster=[local]", "--parallelism=2");
        });
    return command;
  }
}
