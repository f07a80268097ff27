/** The application: options, configuration, wiring, progress, report. */
@NullMarked
package io.eventbackfill.pipeline;

import org.jspecify.annotations.NullMarked;
