package io.eventbackfill.batching;

import java.io.Serializable;

/**
 * How large a request may be.
 *
 * @param maxEvents events in one request, at least 1
 * @param maxBytes bytes of one request's body; a single event may exceed this up to {@code
 *     hardMaxBytes} and then travels alone
 * @param hardMaxBytes bytes the destination takes at the most
 * @param envelopeBytes bytes of an empty request
 */
public record BatchLimits(int maxEvents, long maxBytes, long hardMaxBytes, int envelopeBytes)
    implements Serializable {

  public BatchLimits {
    if (maxEvents < 1 || maxBytes < 1 || hardMaxBytes < maxBytes || envelopeBytes < 0) {
      throw new IllegalArgumentException(
          "limits do not fit together: %d events, %d bytes, at most %d, envelope %d"
              .formatted(maxEvents, maxBytes, hardMaxBytes, envelopeBytes));
    }
  }

  /** These limits, or lower ones; never less than one event. */
  public BatchLimits atMost(int events, long bytes) {
    return new BatchLimits(
        Math.max(1, Math.min(maxEvents, events)),
        Math.max(1, Math.min(maxBytes, bytes)),
        hardMaxBytes,
        envelopeBytes);
  }

  /** True if an event of this many bytes can be sent at all. */
  public boolean fitsAlone(int eventBytes) {
    return envelopeBytes + (long) eventBytes <= hardMaxBytes;
  }
}
