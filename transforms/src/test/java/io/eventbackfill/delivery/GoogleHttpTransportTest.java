package io.eventbackfill.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.delivery.HttpReply.Answered;
import io.eventbackfill.delivery.HttpReply.Failed;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The transport over real sockets: what arrives, and what is only known to be lost. */
class GoogleHttpTransportTest {
  private static final Map<String, String> HEADERS =
      Map.of("Content-Type", "application/json", "User-Agent", "event-backfill");

  private final GoogleHttpTransport transport = new GoogleHttpTransport(Duration.ofSeconds(20));
  private final AmplitudeEmulator emulator = AmplitudeEmulator.start();

  @AfterEach
  void close() {
    transport.close();
    emulator.close();
  }

  private HttpRequestSpec batch() {
    String body =
        "{\"api_key\":\"%s\",\"events\":[%s,%s]}"
            .formatted(
                Bench.KEY,
                Queued.event(0, "device-0").body().text(),
                Queued.event(1, "device-1").body().text());
    return spec(emulator.endpoint().resolve("/batch"), body);
  }

  private static HttpRequestSpec spec(URI uri, String body) {
    return new HttpRequestSpec(uri, HEADERS, Bytes.of(body));
  }

  private static String kind(HttpReply reply) {
    return reply instanceof Failed failed ? failed.kind() : reply.label();
  }

  @Test
  void answer_arrivesWhole() throws InterruptedException {
    Answered answered = (Answered) transport.send(batch());

    assertThat(answered.status(), is(200));
    assertThat(answered.body().text(), containsString("\"events_ingested\":2"));
    assertThat(answered.retryAfter(), is(Optional.empty()));
    assertThat(emulator.stored(), hasSize(2));
    assertThat(emulator.statistics().complaints().isEmpty(), is(true));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504})
  void anyStatus_isAnAnswerAndNotAnException(int status) throws InterruptedException {
    emulator.faults(FaultScript.parse("*: " + status + "; "));

    assertThat(kind(transport.send(batch())), is(Integer.toString(status)));
    assertThat("sent once", emulator.requests(), hasSize(1));
  }

  @Test
  void retryAfter_isPassedOnAsItStands() throws InterruptedException {
    emulator.faults(FaultScript.parse("*: 429-empty + retry-after 30s"));

    Answered answered = (Answered) transport.send(batch());

    assertThat(answered.retryAfter(), is(Optional.of("30")));
    assertThat(answered.body().length(), is(0));
  }

  @ParameterizedTest
  @CsvSource({"drop, 0", "store-then-drop, 2", "truncate, 2"})
  void cutConnection_isLostAndSentOnce(String fault, int stored) throws InterruptedException {
    emulator.faults(FaultScript.parse("*: " + fault));

    assertThat(kind(transport.send(batch())), is("connection-lost"));
    assertThat("never silently sent twice", emulator.requests(), hasSize(1));
    assertThat(emulator.stored(), hasSize(stored));
  }

  @Test
  void nobodyListening_isUnreachable() throws InterruptedException, IOException {
    URI uri;
    try (RawServer server = RawServer.answering("")) {
      uri = server.uri();
    }
    assertThat(kind(transport.send(spec(uri, "{}"))), is("unreachable"));
    assertThat(
        kind(transport.send(spec(URI.create("http://nowhere.invalid/"), "{}"))), is("unreachable"));
  }

  @Test
  void connections_areKept() throws InterruptedException, IOException {
    try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")) {
      for (int i = 0; i < 5; i++) {
        assertThat(kind(transport.send(spec(server.uri(), "{}"))), is("200"));
      }
      assertThat(server.heads(), hasSize(5));
      assertThat(server.connections(), is(1));
    }
  }

  @Test
  void keptConnectionClosedBeforeTheAnswer_isNotTriedAgainSilently()
      throws InterruptedException, IOException {
    RawServer.Behaviour once =
        (server, socket) -> {
          server.readRequest(socket);
          server.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
          server.readRequest(socket);
        };
    try (RawServer server = RawServer.start(once)) {
      assertThat(kind(transport.send(spec(server.uri(), "{}"))), is("200"));
      assertThat(kind(transport.send(spec(server.uri(), "{}"))), is("connection-lost"));
      assertThat(server.heads(), hasSize(2));
      assertThat(server.connections(), is(1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirect_isNotFollowed(int status) throws InterruptedException, IOException {
    String answer =
        "HTTP/1.1 " + status + " Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n";
    try (RawServer server = RawServer.answering(answer)) {
      assertThat(kind(transport.send(spec(server.uri(), "{}"))), is(Integer.toString(status)));
      assertThat(server.heads(), hasSize(1));
    }
  }

  @Test
  void request_carriesTheHeadersItWasGiven() throws InterruptedException, IOException {
    try (RawServer server = RawServer.answering("HTTP/1.1 204 No Content\r\n\r\n")) {
      Answered answered = (Answered) transport.send(spec(server.uri(), "{\"a\":1}"));

      assertThat(answered.status(), is(204));
      String head = server.heads().get(0);
      assertThat(head, containsString("POST /batch HTTP/1.1\r\n"));
      assertThat(head, containsString("User-Agent: event-backfill\r\n"));
      assertThat(head, containsString("Content-Type: application/json\r\n"));
      assertThat(head, containsString("Content-Length: 7\r\n"));
      assertThat(head, not(containsString("Expect:")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not HTTP at all\r\n\r\n",
        "HTTP/1.1 200 OK\r\nAge: soon\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Type: ;;;\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
        "HTTP/1.1 abc OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/9.9 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "\r\n",
        "",
      })
  void malformedAnswer_isNoException(String answer) throws InterruptedException, IOException {
    RawServer.Behaviour malformed =
        (server, socket) -> {
          server.readRequest(socket);
          server.write(socket, answer);
        };
    try (RawServer server = RawServer.start(malformed)) {
      HttpReply reply = transport.send(spec(server.uri(), "{}"));

      assertThat(kind(reply), kind(reply).matches("200|connection-lost|reply-unreadable"));
      assertThat(server.heads(), hasSize(1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void statusWithoutBody_isAnAnswer(int status) throws InterruptedException, IOException {
    try (RawServer server = RawServer.answering("HTTP/1.1 " + status + " Nothing\r\n\r\n")) {
      for (int i = 0; i < 3; i++) {
        Answered answered = (Answered) transport.send(spec(server.uri(), "{}"));
        assertThat(answered.status(), is(status));
        assertThat(answered.body().length(), is(0));
      }
    }
  }

  @Test
  void answerOverTheBound_isNoAnswer() throws InterruptedException, IOException {
    RawServer.Behaviour endless =
        (server, socket) -> {
          server.readRequest(socket);
          server.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n");
          while (!server.idle(0)) {
            server.write(socket, "x".repeat(100_000));
          }
        };
    try (RawServer server = RawServer.start(endless)) {
      assertThat(kind(transport.send(spec(server.uri(), "{}"))), is("reply-too-long"));
    }
  }

  @Test
  void interruptedThread_sendsNothing() {
    Thread.currentThread().interrupt();

    assertThrows(InterruptedException.class, () -> transport.send(batch()));

    assertThat("the flag was consumed", !Thread.interrupted());
    assertThat(emulator.requests(), hasSize(0));
  }

  @Test
  void nothingOfARequest_isLogged() throws InterruptedException {
    StringBuilder logged = new StringBuilder();
    Handler handler = new Collecting(logged);
    Logger root = Logger.getLogger("");
    Logger google = Logger.getLogger("com.google.api.client");
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    google.setLevel(Level.ALL);
    root.addHandler(handler);
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      emulator.faults(FaultScript.parse("2: 500; 3: drop"));
      for (int i = 0; i < 3; i++) {
        transport.send(batch());
      }
    } finally {
      System.setErr(err);
      root.removeHandler(handler);
      google.setLevel(null);
    }
    String all = logged + printed.toString(StandardCharsets.UTF_8);
    assertThat(all, not(containsString(Bench.KEY)));
    assertThat(all, not(containsString("insert_id")));
  }

  /** Keeps all that is logged. */
  private static final class Collecting extends Handler {
    private final StringBuilder logged;

    Collecting(StringBuilder logged) {
      this.logged = logged;
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord record) {
      logged.append(record.getMessage()).append('\n');
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
