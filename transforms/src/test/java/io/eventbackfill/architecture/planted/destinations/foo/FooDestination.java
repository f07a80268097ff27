package io.eventbackfill.architecture.planted.destinations.foo;

/** Knows its own vendor's class, as it may. */
record FooDestination(FooReplies replies) {}
