package io.eventbackfill.emulators.posthog;

import io.eventbackfill.emulators.EmulatedService;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.EmulatorServer;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.HttpAnswer;
import io.eventbackfill.emulators.LoggedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for PostHog, in this process: the capture service ({@code /batch/} and {@code
 * /i/v1/analytics/events}), what its consumer makes of the events afterwards, and HogQL queries
 * over them. Thread-safe.
 *
 * <p>What the real consumer does some time after the answer has been done here when the answer
 * leaves. One address serves what PostHog has on two, for ingestion and for queries. Unless told
 * otherwise its clock stands still at {@link #START}. A project token and a personal API key are
 * valid from the start, see {@link #DEFAULT_TOKEN} and {@link #DEFAULT_PERSONAL_KEY}.
 */
public final class PostHogEmulator implements AutoCloseable {

  /** Where the clock stands at the start. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** The project token that is valid unless the settings say otherwise. */
  public static final String DEFAULT_TOKEN = "phc_0123456789abcdefghijklmnopqrstuvwxyzABCDEF";

  /** The personal API key that may query unless the settings say otherwise. */
  public static final String DEFAULT_PERSONAL_KEY =
      "phx_0123456789abcdefghijklmnopqrstuvwxyzABCDEF";

  /** The project of {@link #DEFAULT_TOKEN}. */
  public static final int DEFAULT_PROJECT = 1;

  private final Core core;
  private final Router router;
  private final @Nullable EmulatorServer server;

  private PostHogEmulator(PostHogSettings settings, EmulatorClock clock, int port)
      throws IOException {
    core = new Core(settings, clock);
    router = new Router(core);
    server = port < 0 ? null : EmulatorServer.start(port, router);
  }

  /** Listens on a free loopback port, with documented settings and a clock that stands still. */
  public static PostHogEmulator start() {
    return start(PostHogSettings.defaults());
  }

  /** Listens on a free loopback port, with a clock that stands still. */
  public static PostHogEmulator start(PostHogSettings settings) {
    return start(settings, EmulatorClock.frozenAt(START), 0);
  }

  /** Listens on a free loopback port. */
  public static PostHogEmulator start(PostHogSettings settings, EmulatorClock clock) {
    return start(settings, clock, 0);
  }

  /**
   * Listens on a loopback port.
   *
   * @param port 0 chooses a free one
   * @throws UncheckedIOException if the port is taken
   */
  public static PostHogEmulator start(PostHogSettings settings, EmulatorClock clock, int port) {
    try {
      return new PostHogEmulator(settings, clock, port);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on port " + port, e);
    }
  }

  /** Opens no socket; requests come through {@link #handle} alone. */
  public static PostHogEmulator withoutSocket(PostHogSettings settings, EmulatorClock clock) {
    return start(settings, clock, -1);
  }

  /** {@code http://127.0.0.1:PORT}, for ingestion and for queries. */
  public URI endpoint() {
    if (server == null) {
      throw new IllegalStateException("this emulator has no socket");
    }
    return server.endpoint();
  }

  /**
   * Answers a request without a socket and without waiting: delays and what happens to the
   * connection are part of the answer. The request counts as under way until this returns.
   */
  public HttpAnswer handle(EmulatorRequest request) {
    long ticket = router.opened();
    try {
      return router.respond(ticket, request);
    } finally {
      router.closing(ticket);
    }
  }

  /** What a socket would be connected to, for a transport that keeps requests open itself. */
  public EmulatedService service() {
    return router;
  }

  public EmulatorClock clock() {
    return core.clock();
  }

  public PostHogSettings settings() {
    return core.settings();
  }

  /** Changes settings for the requests to come. */
  public void configure(PostHogSettings settings) {
    core.configure(settings);
  }

  /**
   * Replaces the fault script and what is remembered of the old one. Numbers go on counting. Faults
   * are those of ingestion requests; queries and admin pages have none.
   *
   * <p>{@code device} means events with that {@code $device_id}, or without one and with that
   * distinct_id; {@code user} a distinct_id; {@code insert} a uuid or an {@code $insert_id} among
   * the properties. {@code 429-quota} is the billing limit.
   *
   * @throws IllegalArgumentException if PostHog has nothing that a fault could be about
   */
  public void faults(FaultScript script) {
    core.install(script);
  }

  /** Losses, copies and changes that nobody has asked for. */
  public Tampering tampering() {
    return new Tampering(core);
  }

  /**
   * The events table as it is once all merges have run: of the rows with one {@link
   * StoredEvent.Key} the one inserted last, in the order in which the first ones came.
   */
  public List<StoredEvent> stored() {
    return core.stored();
  }

  /** Every row inserted, in order of arrival. */
  public List<StoredEvent> storedRaw() {
    return core.storedRaw();
  }

  /**
   * Persons by each of their distinct ids. Of all projects; where two know one id it is the first
   * project's person.
   */
  public Map<String, Person> persons() {
    return core.persons();
  }

  /** Groups, by index and key. */
  public List<Group> groups() {
    return core.groups();
  }

  /** Refused merges, dropped events and other things that no sender is told, in order. */
  public List<IngestionWarning> warnings() {
    return core.warnings();
  }

  /** Events lost behind a 200, in order. */
  public List<Drop> drops() {
    return core.drops();
  }

  public PostHogStatistics statistics() {
    return core.statistics();
  }

  /** Ingestion requests in the order in which they were processed. */
  public List<LoggedRequest> requests() {
    return core.log();
  }

  /**
   * Forgets events, persons, requests, statistics and the progress of the fault script, so that the
   * next request is number 1. Settings, script and clock stay.
   */
  public void reset() {
    core.reset();
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
