package io.eventbackfill.ledger;

import java.io.IOException;

/** What was sent through each lane. Several lanes may be asked for at once. */
@FunctionalInterface
public interface LaneEntries {

  /**
   * All that was sent through a lane, ascending by {@link Sent#ORDER}; whoever asked closes it.
   * Entries about one event stand side by side: delivered wins over doubtful, the latest doubt over
   * earlier ones.
   */
  SentSource lane(int lane) throws IOException;
}
