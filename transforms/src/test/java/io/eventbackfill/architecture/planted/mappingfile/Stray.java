package io.eventbackfill.architecture.planted.mappingfile;

/** Knows what it must not. */
public record Stray(io.eventbackfill.architecture.planted.source.Stray next) {}
