/**
 * How many events a second, for how much CPU and memory: the whole command on each engine beside
 * loops written by hand, all in processes of their own.
 */
@NullMarked
package io.eventbackfill.benchmarks.throughput;

import org.jspecify.annotations.NullMarked;
