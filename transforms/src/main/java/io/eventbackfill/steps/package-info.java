/** The pipeline's steps, thin Beam shells, in the order the README draws them. */
@NullMarked
package io.eventbackfill.steps;

import org.jspecify.annotations.NullMarked;
