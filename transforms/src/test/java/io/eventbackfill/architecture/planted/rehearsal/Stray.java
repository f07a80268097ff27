package io.eventbackfill.architecture.planted.rehearsal;

/** Knows what it must not. */
public record Stray(io.eventbackfill.architecture.planted.mapping.Stray next) {}
