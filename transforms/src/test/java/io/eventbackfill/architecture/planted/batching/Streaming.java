package io.eventbackfill.architecture.planted.batching;

import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Instant;

/** Knows the engine where it must not; options alone would be allowed. */
public record Streaming(PCollection<String> lines, Instant when, PipelineOptions options) {}
