/** Rows to events: named rules, the same row always giving the same event. */
@NullMarked
package io.eventbackfill.mapping;

import org.jspecify.annotations.NullMarked;
