package io.eventbackfill.source;

import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what was only read from: a failure to close loses nothing and is worth a line in a log.
 */
final class Closing {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private Closing() {}

  static void quietly(Closeable resource, String file) {
    try {
      resource.close();
    } catch (IOException e) {
      LOG.warn("{} was read, but closing it failed", file, e);
    }
  }
}
