/** The mapping language: a YAML document that says what each column of a user's table becomes. */
@NullMarked
package io.eventbackfill.mappingfile;

import org.jspecify.annotations.NullMarked;
