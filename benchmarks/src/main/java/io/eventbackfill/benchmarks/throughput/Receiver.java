package io.eventbackfill.benchmarks.throughput;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Takes batches and says 200, at as little cost as it can: it shares the machine with what is
 * measured. Counts the events, adds up their numbers, and sees whether those of a device arrive in
 * time's order; it keeps nothing, checks nothing else, and never refuses.
 */
final class Receiver implements AutoCloseable {
  private static final byte[] IDENTITY = ascii("\"insert_id\":\"");
  private static final byte[] TIME = ascii("\"time\":");
  private static final byte[] DEVICE = ascii("\"device_id\":\"");
  private static final int MOST_DEVICES = 1 << 21;
  private static final int NUMBER_DIGITS = 12;

  /** Each lane of 64 may have a request in hand. */
  private static final int THREADS = 64;

  private final HttpServer server;
  private final ThreadLocal<byte[]> buffers = ThreadLocal.withInitial(() -> new byte[1 << 21]);
  private final long[] latest = new long[MOST_DEVICES];
  private long requests;
  private long bytes;
  private Arrivals arrivals = Arrivals.NONE;

  /**
   * What has arrived.
   *
   * @param events how many, copies too
   * @param sum of the events' numbers
   * @param squares the sum of their squares, modulo 2^64: with both right, nobody is missing whose
   *     place a copy took
   * @param inversions events that arrived after a later one of their device
   */
  record Arrivals(long events, long sum, long squares, long inversions) {
    static final Arrivals NONE = new Arrivals(0, 0, 0, 0);

    /** Each of so many events once. */
    static Arrivals once(long events) {
      long sum = 0;
      long squares = 0;
      for (long n = 0; n < events; n++) {
        sum += n;
        squares += n * n;
      }
      return new Arrivals(events, sum, squares, 0);
    }

    Arrivals plus(Arrivals other) {
      return new Arrivals(
          events + other.events,
          sum + other.sum,
          squares + other.squares,
          inversions + other.inversions);
    }

    /** Whether the same events arrived, in whatever order. */
    boolean sameEvents(Arrivals other) {
      return events == other.events && sum == other.sum && squares == other.squares;
    }
  }

  private Receiver(HttpServer server) {
    this.server = server;
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext("/", this::handle);
  }

  /**
   * Runs until it is killed; writes its address into a file once it listens.
   *
   * @param args the file; for TLS also a PKCS #12 key store and its password
   */
  public static void main(String[] args) throws IOException, GeneralSecurityException {
    SSLContext tls = args.length > 1 ? context(Path.of(args[1]), args[2].toCharArray()) : null;
    Receiver receiver = start(tls);
    Path file = Path.of(args[0]);
    Path whole =
        Files.writeString(file.resolveSibling(file.getFileName() + ".new"), receiver.address());
    Files.move(whole, file);
  }

  /** Starts on a free port of this machine. */
  static Receiver start(@Nullable SSLContext tls) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server;
    if (tls == null) {
      server = HttpServer.create(any, 0);
    } else {
      HttpsServer secured = HttpsServer.create(any, 0);
      secured.setHttpsConfigurator(new HttpsConfigurator(tls));
      server = secured;
    }
    Receiver receiver = new Receiver(server);
    server.start();
    return receiver;
  }

  String address() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return scheme + "://localhost:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static SSLContext context(Path keyStore, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance(keyStore.toFile(), password);
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] answer =
          exchange.getRequestMethod().equals("GET")
              ? statistics()
              : take(exchange.getRequestBody());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  /** What has arrived since this was last asked, four numbers, then requests and bytes. */
  private synchronized byte[] statistics() {
    String text =
        "%d %d %d %d %d %d"
            .formatted(
                arrivals.events(),
                arrivals.sum(),
                arrivals.squares(),
                arrivals.inversions(),
                requests,
                bytes);
    arrivals = Arrivals.NONE;
    requests = 0;
    bytes = 0;
    Arrays.fill(latest, 0);
    return ascii(text);
  }

  private byte[] take(InputStream in) throws IOException {
    byte[] body = buffers.get();
    int length = 0;
    int read;
    while ((read = in.read(body, length, body.length - length)) > 0) {
      length += read;
      if (length == body.length) {
        body = Arrays.copyOf(body, 2 * length);
        buffers.set(body);
      }
    }
    Arrivals taken = scan(body, length);
    synchronized (this) {
      requests++;
      bytes += length;
      arrivals = arrivals.plus(taken);
    }
    return ascii(
        "{\"code\":200,\"events_ingested\":%d,\"payload_size_bytes\":%d,\"server_upload_time\":%d}"
            .formatted(taken.events(), length, System.currentTimeMillis()));
  }

  private Arrivals scan(byte[] body, int length) {
    long events = 0;
    long sum = 0;
    long squares = 0;
    long inversions = 0;
    int at = after(IDENTITY, body, 0, length);
    while (at >= 0) {
      int end = endOfText(body, at);
      long number = number(body, end - NUMBER_DIGITS, end);
      events++;
      sum += number;
      squares += number * number;
      int next = after(IDENTITY, body, end, length);
      int time = after(TIME, body, end, next < 0 ? length : next);
      int device = time < 0 ? -1 : after(DEVICE, body, time, next < 0 ? length : next);
      if (device >= 0) {
        inversions += arrived(body, time, endOfText(body, device));
      }
      at = next;
    }
    return new Arrivals(events, sum, squares, inversions);
  }

  /** 1 if a later event of the device was here before. One lane sends one request at a time. */
  private int arrived(byte[] body, int time, int deviceEnd) {
    int end = time;
    while (body[end] >= '0' && body[end] <= '9') {
      end++;
    }
    long millis = number(body, time, end);
    int device = (int) number(body, deviceEnd - 7, deviceEnd);
    boolean late = millis < latest[device];
    latest[device] = millis;
    return late ? 1 : 0;
  }

  private static int endOfText(byte[] body, int from) {
    int end = from;
    while (body[end] != '"') {
      end++;
    }
    return end;
  }

  private static long number(byte[] body, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + body[i] - '0';
    }
    return number;
  }

  /** Where a text that is looked for ends; negative if it is not there. */
  private static int after(byte[] text, byte[] body, int from, int to) {
    for (int i = from; i <= to - text.length; i++) {
      if (body[i] == text[0] && Arrays.equals(body, i, i + text.length, text, 0, text.length)) {
        return i + text.length;
      }
    }
    return -1;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
