package io.eventbackfill.architecture.planted.destinations;

/** One vendor's class that knows another vendor's. */
record FooReplies(BarDestination other) {}
