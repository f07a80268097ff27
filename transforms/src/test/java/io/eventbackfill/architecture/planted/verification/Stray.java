package io.eventbackfill.architecture.planted.verification;

/** Knows what it must not. */
public record Stray(io.eventbackfill.architecture.planted.batching.Stray next) {}
