package io.eventbackfill.delivery;

import io.eventbackfill.batching.BatchLimits;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.pacing.PacingLimits;
import io.eventbackfill.validation.EventRules;
import io.eventbackfill.verification.StoredForm;
import java.io.Serializable;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Knows one vendor: its wire format, its limits, and what its answers mean. Pure: it neither sends
 * nor waits nor tries again, and the same arguments always give the same result.
 */
public interface Destination extends Serializable {

  /** The value of {@code --destination} that selects it. */
  String name();

  /** Where requests go, for messages. */
  URI endpoint();

  /** How large a request may be. */
  BatchLimits limits();

  /** What the vendor says that it takes, where a customer may ask for more than our defaults. */
  PacingLimits vendorLimits();

  /** What the vendor would refuse, checked before anything is sent. */
  EventRules rules();

  /** One event in the vendor's format; deterministic, so that a later copy has the same bytes. */
  Bytes render(Event event);

  /** Why an event in the vendor's format can't be sent even alone; empty if it can. */
  default Optional<String> tooLarge(Bytes event) {
    return limits().fitsAlone(event.length())
        ? Optional.empty()
        : Optional.of("the event has " + event.length() + " bytes");
  }

  /** Whether the vendor counts an event toward its bill, if it takes it. */
  default boolean bills(Event event) {
    return true;
  }

  /** Whether the user properties of events change the profiles of their users. */
  boolean syncsUserProperties();

  /**
   * Whether it may be told of persons, with these settings or with others: {@link #linking} and
   * {@link #profiling} are empty if not.
   */
  default boolean knowsPersons() {
    return false;
  }

  /** How devices are tied to users before the first event is sent; empty if they are not. */
  default Optional<Linking> linking() {
    return Optional.empty();
  }

  /** How the properties of users are told after the last event; empty if they are not. */
  default Optional<Profiling> profiling() {
    return Optional.empty();
  }

  /**
   * Whether two events of a lane may stand in one request. Must be an equivalence.
   *
   * @param first the first event of the request
   * @param next another one
   */
  default boolean canShareRequest(QueuedEvent first, QueuedEvent next) {
    return true;
  }

  /**
   * What the vendor knows an event again by, where its device and identity are not enough: of two
   * events with the same one it would keep one, or refuse their request.
   */
  default Optional<String> storageKey(QueuedEvent event) {
    return Optional.empty();
  }

  /** The request that carries these events, in this order. */
  HttpRequestSpec encode(List<QueuedEvent> batch);

  /**
   * What the answer to {@link #encode}'s request means. Never throws, whatever the answer looks
   * like.
   */
  Reply explain(List<QueuedEvent> batch, HttpReply reply);

  /** A request that stores nothing, whose answer tells whether address and key are good. */
  HttpRequestSpec probe();

  /** What the answer to {@link #probe}'s request means. Never throws, as {@link #explain}. */
  Probed explainProbe(HttpReply reply);

  /**
   * The same destination in the vendor's other regions, by the value of {@code
   * --destinationRegion}; none where an address was given in place of a region.
   */
  SortedMap<String, Destination> otherRegions();

  /**
   * What there is to find out, by a few requests, before the first event is sent. It may store an
   * event of its own, but none of the input.
   *
   * @param since the earliest time of the events; empty if it may be any
   */
  default Preflight preflight(Optional<Instant> since) {
    return Preflight.ready(this);
  }

  /**
   * This destination as if the command had been started at another time: a run that is taken up
   * again has to find of each row what its first start found.
   */
  default Destination asOf(Instant startedAt) {
    return this;
  }

  /** How it stores what it is sent; empty if nobody knows, so that it can't be verified. */
  default Optional<StoredForm> storedForm() {
    return Optional.empty();
  }

  /** What must never appear in a log, a report or an exception. */
  List<Secret> secrets();

  /** Makes a destination from a command line; found by {@link java.util.ServiceLoader}. */
  interface Factory {

    /** The value of {@code --destination}. */
    String name();

    /** The options only this destination has. */
    Class<? extends PipelineOptions> optionsType();

    /**
     * Those of them that say how a run goes about it, but not what comes of it: they may change
     * before a run is finished.
     */
    default Set<String> freeOptions() {
      return Set.of();
    }

    /**
     * What a run stays within where its options do not say it; of all worker processes together. A
     * vendor that sets no limit to a device or a day has {@link PacingLimits#NONE} there.
     */
    PacingLimits defaultLimits();

    /**
     * The destination these settings describe. Every fault is added to {@code problems}, one
     * sentence each that names the option; the result is not used if there are any.
     */
    Destination create(Settings settings, PipelineOptions options, List<String> problems);

    /** The ways to ask the vendor what it has stored. */
    default List<StoredApi.Factory> storedApis() {
      return List.of();
    }

    /** What can be done about a load that should not have happened; none if nobody knows. */
    default List<UndoStep> undoing(Load load) {
      return List.of();
    }
  }

  /**
   * What every destination is told.
   *
   * @param apiKey the project's key
   * @param region where the project lives
   * @param endpoint an address that overrides the region's
   * @param maxEvents events in one request, at the most
   * @param maxBytes bytes of one request, at the most
   * @param startedAt when the command was started, for vendors that treat young events differently
   */
  record Settings(
      Secret apiKey,
      String region,
      Optional<URI> endpoint,
      int maxEvents,
      long maxBytes,
      Instant startedAt) {}
}
