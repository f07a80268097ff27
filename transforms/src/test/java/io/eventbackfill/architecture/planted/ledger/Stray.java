package io.eventbackfill.architecture.planted.ledger;

/** Knows what it must not. */
public record Stray(io.eventbackfill.architecture.planted.validation.Stray next) {}
