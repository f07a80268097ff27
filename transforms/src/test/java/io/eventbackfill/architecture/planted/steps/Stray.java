package io.eventbackfill.architecture.planted.steps;

/** Knows what it must not. */
public record Stray(io.eventbackfill.architecture.planted.destinations.Stray next) {}
