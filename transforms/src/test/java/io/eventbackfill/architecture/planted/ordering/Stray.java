package io.eventbackfill.architecture.planted.ordering;

/** Knows what it must not. */
public record Stray(io.eventbackfill.architecture.planted.batching.Stray next) {}
