package io.eventbackfill.architecture.planted.destinations;

/** Another vendor. */
record BarDestination() {}
