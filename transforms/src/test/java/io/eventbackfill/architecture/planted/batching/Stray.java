package io.eventbackfill.architecture.planted.batching;

/** Knows what it must not. */
public record Stray(io.eventbackfill.architecture.planted.validation.Stray next) {}
