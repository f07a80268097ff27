package io.eventbackfill.delivery;

import io.eventbackfill.model.Span;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * Knows how a vendor is asked what one project holds. What it answers is kept in files, whose rows
 * the {@link io.eventbackfill.verification.StoredForm} of the destination reads.
 */
public interface StoredApi {

  /** Names the project, and all else that the files depend on, and gives no key away. */
  String project();

  /** How long after an event was sent the answer need not hold it. */
  Duration lag();

  /** What must never appear in a log, a report or an exception. */
  List<Secret> secrets();

  /**
   * Fetches what the runs can have stored, but for what is on the shelf.
   *
   * @param uploads when the runs sent, by the vendor's clock, in milliseconds since 1970 UTC; none
   *     if the vendor does not say when it received an event
   * @return the names on the shelf, each once
   * @throws StopJobException if the keys are wrong, or no useful answer comes for too long; the
   *     message names no key
   * @throws IOException if a file can't be kept
   */
  List<String> fetch(List<Span> uploads, Asking asking, Shelf shelf)
      throws IOException, InterruptedException;

  /** Keeps what was fetched. */
  interface Shelf {

    /** True if it was fetched before. */
    boolean holds(String name) throws IOException;

    /** Keeps a whole file; from then on it holds it. */
    void put(String name, Path file) throws IOException;
  }

  /** Makes one from a command line; a {@link Destination.Factory} has those of its vendor. */
  interface Factory {

    /** The value of {@code --stored} that selects it. */
    String name();

    /** The options only this API has; empty if it goes by those of its destination. */
    default Optional<Class<? extends PipelineOptions>> optionsType() {
      return Optional.empty();
    }

    /**
     * The API that these options describe; empty if there is a fault in them, of which a sentence
     * was added to {@code problems}. Of secrets that stand in options their references are left.
     */
    Optional<StoredApi> create(Given given, PipelineOptions options, List<String> problems);
  }

  /** What every API is told. Who asks for what is missing or wrong has it said to the user. */
  interface Given {

    /** Where the project lives. */
    String region();

    /** The address that events were sent to; empty if it was the region's. */
    Optional<URI> destinationEndpoint();

    /** The project's key. */
    Optional<Secret> apiKey();

    /**
     * A secret that the API can't do without.
     *
     * @param option its name without the dashes
     * @param reference its value
     */
    Optional<Secret> secret(String option, @Nullable String reference);

    /**
     * An address that keys may be sent to.
     *
     * @param option its name without the dashes
     * @param text its value
     */
    Optional<URI> address(String option, String text);
  }
}
