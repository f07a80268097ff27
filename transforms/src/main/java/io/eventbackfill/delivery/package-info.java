/** Sending until every event has an outcome; knows no vendor. */
@NullMarked
package io.eventbackfill.delivery;

import org.jspecify.annotations.NullMarked;
