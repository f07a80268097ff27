package io.eventbackfill.pipeline;

import io.eventbackfill.steps.Tally;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;

/** The counters of a run as its engine tells them: those of all workers together. */
final class EngineCounts implements Supplier<Map<String, Long>> {
  private static final MetricsFilter OURS =
      MetricsFilter.builder().addNameFilter(MetricNameFilter.inNamespace(Tally.NAMESPACE)).build();

  private final PipelineResult job;

  EngineCounts(PipelineResult job) {
    this.job = job;
  }

  /** As far as the engine tells them at the moment; empty if not at all. */
  @Override
  public Map<String, Long> get() {
    Map<String, Long> counts = new TreeMap<>();
    for (MetricResult<Long> counter : job.metrics().queryMetrics(OURS).getCounters()) {
      // One step's part; several steps may have a counter of the same name.
      counts.merge(counter.getName().getName(), counter.getAttempted(), Long::sum);
    }
    return counts;
  }
}
