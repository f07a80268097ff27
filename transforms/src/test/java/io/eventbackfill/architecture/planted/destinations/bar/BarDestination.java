package io.eventbackfill.architecture.planted.destinations.bar;

/** Another vendor. */
public record BarDestination() {}
