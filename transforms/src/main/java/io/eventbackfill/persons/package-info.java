/**
 * What events say of persons, all of them together: whose a device is, and who was last known how.
 */
@NullMarked
package io.eventbackfill.persons;

import org.jspecify.annotations.NullMarked;
