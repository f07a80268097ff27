package io.eventbackfill.emulators;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Puts an {@link EmulatedService} on a loopback socket and nothing else: no decisions are made
 * here. Answers of one connection leave in the order of its requests; requests of different
 * connections are handled in parallel.
 */
public final class EmulatorServer implements AutoCloseable {

  /** Longer bodies are counted to the end but only their beginning is kept. */
  private static final int MAX_KEPT_BODY = 64 << 20;

  /** Number of pieces in which a dripping body leaves. */
  private static final int DRIPS = 20;

  private static final int BACKLOG = 512;

  /** A status that no vendor sends and no client retries. */
  private static final int EMULATOR_FAULT = 418;

  private static final System.Logger LOGGER = System.getLogger(EmulatorServer.class.getName());

  static {
    // Without TCP_NODELAY the JDK's server and delayed acknowledgements add 40 ms to every answer
    // on a kept-alive connection. Read once, when the first server of the process is created.
    setDefault("sun.net.httpserver.nodelay", "true");
    setDefault("sun.net.httpserver.maxIdleConnections", "2000");
  }

  private final EmulatedService service;
  private final HttpServer server;
  private final ExecutorService threads;

  private EmulatorServer(EmulatedService service, HttpServer server, ExecutorService threads) {
    this.service = service;
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts listening on 127.0.0.1.
   *
   * @param port 0 chooses a free one
   */
  public static EmulatorServer start(int port, EmulatedService service) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    HttpServer server = HttpServer.create(address, BACKLOG);
    ExecutorService threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "emulator");
              thread.setDaemon(true);
              return thread;
            });
    EmulatorServer started = new EmulatorServer(service, server, threads);
    server.setExecutor(threads);
    server.createContext("/", started::handle);
    server.start();
    return started;
  }

  /** {@code http://127.0.0.1:PORT}, without a trailing slash. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Stops listening at once; answers under way are cut. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    long ticket = service.opened();
    try {
      deliver(exchange, answer(ticket, read(exchange)), ticket);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      service.closing(ticket);
      exchange.close();
    }
  }

  /** A fault of the emulator must not pass for one of the network, which clients would retry. */
  private HttpAnswer answer(long ticket, EmulatorRequest request) {
    try {
      return service.respond(ticket, request);
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.ERROR, "Emulator fault", e);
      byte[] text = ("Emulator fault: " + e).getBytes(StandardCharsets.UTF_8);
      return HttpAnswer.of(EMULATOR_FAULT, "text/plain", text);
    }
  }

  private static EmulatorRequest read(HttpExchange exchange) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    long total = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = exchange.getRequestBody()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        kept.write(buffer, 0, Math.min(n, MAX_KEPT_BODY - kept.size()));
        total += n;
      }
    }
    Map<String, String> headers = new HashMap<>();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    URI uri = exchange.getRequestURI();
    String query = uri.getRawQuery();
    EmulatorRequest.Target target =
        new EmulatorRequest.Target(
            exchange.getRequestMethod(), uri.getPath(), query == null ? "" : query);
    return EmulatorRequest.received(target, headers, kept.toByteArray(), total);
  }

  private void deliver(HttpExchange exchange, HttpAnswer answer, long ticket)
      throws IOException, InterruptedException {
    pause(answer.delivery().delay());
    if (answer.connection() == Connection.DROPPED) {
      return;
    }
    answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    int announced = answer.body().length;
    byte[] bytes = answer.received();
    if (announced == 0) {
      service.closing(ticket);
    }
    exchange.sendResponseHeaders(answer.status(), announced == 0 ? -1 : announced);
    if (announced > 0) {
      write(exchange.getResponseBody(), bytes, answer.delivery().drip(), ticket);
    }
  }

  private void write(OutputStream out, byte[] bytes, Duration drip, long ticket)
      throws IOException, InterruptedException {
    int pieces = drip.isZero() ? 1 : Math.min(DRIPS, Math.max(1, bytes.length));
    for (int i = 0; i < pieces; i++) {
      pause(drip.dividedBy(pieces));
      int from = (int) ((long) bytes.length * i / pieces);
      int to = (int) ((long) bytes.length * (i + 1) / pieces);
      if (i == pieces - 1) {
        service.closing(ticket);
      }
      out.write(bytes, from, to - from);
      out.flush();
    }
  }

  private static void pause(Duration duration) throws InterruptedException {
    if (!duration.isZero()) {
      Thread.sleep(duration.toMillis());
    }
  }
}
