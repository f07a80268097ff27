/**
 * The words of a backfill as values: rows, events, where they came from and what became of them.
 */
@NullMarked
package io.eventbackfill.model;

import org.jspecify.annotations.NullMarked;
