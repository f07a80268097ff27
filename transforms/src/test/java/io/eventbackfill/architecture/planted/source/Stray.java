package io.eventbackfill.architecture.planted.source;

/** Knows what it must not. */
public record Stray(io.eventbackfill.architecture.planted.batching.Stray next) {}
