package io.eventbackfill.architecture.planted.coders;

/** Knows what it must not. */
public record Stray(io.eventbackfill.architecture.planted.steps.Stray next) {}
