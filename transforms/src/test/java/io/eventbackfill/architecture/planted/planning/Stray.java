package io.eventbackfill.architecture.planted.planning;

/** Knows what it must not. */
public record Stray(io.eventbackfill.architecture.planted.pacing.Stray next) {}
