package io.eventbackfill.architecture.planted.persons;

/** Knows what it must not. */
public record Stray(io.eventbackfill.architecture.planted.ordering.Stray next) {}
