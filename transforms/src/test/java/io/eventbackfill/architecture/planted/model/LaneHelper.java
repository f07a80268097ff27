package io.eventbackfill.architecture.planted.model;

/** Named for nothing. */
record LaneHelper() {}
