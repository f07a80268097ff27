/**
 * Loads, faults and bounds to measure a backfill by, and the checks that what was fast was right.
 */
@NullMarked
package io.eventbackfill.benchmarks;

import org.jspecify.annotations.NullMarked;
