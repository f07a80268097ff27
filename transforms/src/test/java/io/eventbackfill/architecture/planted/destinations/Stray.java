package io.eventbackfill.architecture.planted.destinations;

/** Knows what it must not. */
public record Stray(io.eventbackfill.architecture.planted.steps.Stray next) {}
