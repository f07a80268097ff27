package io.eventbackfill.architecture.planted.destinations.foo;

import io.eventbackfill.architecture.planted.destinations.bar.BarDestination;

/** One vendor's class that knows another vendor's. */
record FooReplies(BarDestination other) {}
