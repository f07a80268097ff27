/**
 * A stand-in for Amplitude's ingestion (Batch Event Upload API, HTTP V2 API) and Export API,
 * written from their documentation.
 */
@NullMarked
package io.eventbackfill.emulators.amplitude;

import org.jspecify.annotations.NullMarked;
