package io.eventbackfill.architecture.planted.delivery;

/** A vendor where no vendor is known. */
record PostHogLimits(ClickHouseRow row) {
  record ClickHouseRow() {}
}
