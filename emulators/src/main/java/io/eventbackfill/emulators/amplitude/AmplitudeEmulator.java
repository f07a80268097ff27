package io.eventbackfill.emulators.amplitude;

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
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for Amplitude's ingestion and Export API, in this process. Thread-safe.
 *
 * <p>Unless told otherwise its clock stands still at {@link #START}: rate windows, the daily quota
 * and the deduplication window move only with {@link #clock()}. A test that paces itself by the
 * machine's clock starts it with {@link EmulatorClock#system()}.
 */
public final class AmplitudeEmulator implements AutoCloseable {

  /** Where the clock stands at the start. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** The key that is valid unless the settings say otherwise. */
  public static final String DEFAULT_API_KEY = "0123456789abcdef0123456789abcdef";

  private final Core core;
  private final Router router;
  private final @Nullable EmulatorServer server;

  private AmplitudeEmulator(AmplitudeSettings settings, EmulatorClock clock, int port)
      throws IOException {
    core = new Core(settings, clock);
    router = new Router(core);
    server = port < 0 ? null : EmulatorServer.start(port, router);
  }

  /** Listens on a free loopback port, with documented settings and a clock that stands still. */
  public static AmplitudeEmulator start() {
    return start(AmplitudeSettings.defaults());
  }

  /** Listens on a free loopback port, with a clock that stands still. */
  public static AmplitudeEmulator start(AmplitudeSettings settings) {
    return start(settings, EmulatorClock.frozenAt(START), 0);
  }

  /** Listens on a free loopback port. */
  public static AmplitudeEmulator start(AmplitudeSettings settings, EmulatorClock clock) {
    return start(settings, clock, 0);
  }

  /**
   * Listens on a loopback port.
   *
   * @param port 0 chooses a free one
   * @throws UncheckedIOException if the port is taken
   */
  public static AmplitudeEmulator start(AmplitudeSettings settings, EmulatorClock clock, int port) {
    try {
      return new AmplitudeEmulator(settings, clock, port);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on port " + port, e);
    }
  }

  /** Opens no socket; requests come through {@link #handle} alone. */
  public static AmplitudeEmulator withoutSocket(AmplitudeSettings settings, EmulatorClock clock) {
    return start(settings, clock, -1);
  }

  /** {@code http://127.0.0.1:PORT}. */
  public URI endpoint() {
    if (server == null) {
      throw new IllegalStateException("this emulator has no socket");
    }
    return server.endpoint();
  }

  /** Answers {@code POST /batch} with a JSON body, without a socket. */
  public HttpAnswer answer(byte[] body) {
    return handle(EmulatorRequest.post("/batch", body));
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

  public AmplitudeSettings settings() {
    return core.settings();
  }

  /** Changes settings for the requests to come; windows already begun keep their length. */
  public void configure(AmplitudeSettings settings) {
    core.configure(settings);
  }

  /** Replaces the fault script and what is remembered of the old one. Numbers go on counting. */
  public void faults(FaultScript script) {
    core.install(script);
  }

  /** What the Export API is like; stays over a reset. */
  public ExportConditions exports() {
    return core.exports();
  }

  /** Losses, copies and changes that nobody has asked for. */
  public Tampering tampering() {
    return new Tampering(core);
  }

  /** Stored events in order of arrival. */
  public List<StoredEvent> stored() {
    return core.stored();
  }

  public EmulatorStatistics statistics() {
    return core.statistics();
  }

  /** Ingestion requests in the order in which they were processed. */
  public List<LoggedRequest> requests() {
    return core.log();
  }

  /**
   * Forgets events, requests, statistics, rates, users and the progress of the fault script, so
   * that the next request is number 1. Settings, script and clock stay.
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
