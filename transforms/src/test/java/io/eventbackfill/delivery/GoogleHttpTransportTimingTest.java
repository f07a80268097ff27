package io.eventbackfill.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.model.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are slow, that stop in the middle, or that answer too early. */
@Timeout(60)
class GoogleHttpTransportTimingTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  /** Far more than any timeout here, far less than for ever. */
  private static final Duration SOON = Duration.ofSeconds(20);

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
  private static final String TOO_LARGE =
      "HTTP/1.1 413 Payload Too Large\r\nContent-Length: 12\r\nConnection: close\r\n\r\n"
          + "{\"code\":413}";

  private static HttpRequestSpec spec(URI uri, int bytes) {
    byte[] body = new byte[bytes];
    Arrays.fill(body, (byte) ' ');
    return new HttpRequestSpec(uri, Map.of("Content-Type", "application/json"), Bytes.of(body));
  }

  private static String send(Duration timeout, URI uri, int bytes) {
    return assertTimeoutPreemptively(
        SOON,
        () -> {
          try (GoogleHttpTransport transport = new GoogleHttpTransport(timeout)) {
            return transport.send(spec(uri, bytes)).label();
          }
        });
  }

  @Test
  void noAnswer_timesOut() throws IOException {
    RawServer.Behaviour silent =
        (server, socket) -> {
          server.readRequest(socket);
          server.idle(60_000);
        };
    try (RawServer server = RawServer.start(silent)) {
      assertThat(send(TIMEOUT, server.uri(), 10), is("timeout"));
      assertThat(server.heads().size(), is(1));
    }
  }

  @Test
  void answerThatStopsInTheMiddle_timesOut() throws IOException {
    RawServer.Behaviour stopping =
        (server, socket) -> {
          server.readRequest(socket);
          server.write(socket, OK.substring(0, OK.length() - 1));
          server.idle(60_000);
        };
    try (RawServer server = RawServer.start(stopping)) {
      assertThat(send(TIMEOUT, server.uri(), 10), is("timeout"));
    }
  }

  /** Each byte comes in time, the whole does not: in the head, or in the body. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nX-Header: ",
        "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n",
      })
  void answerThatDrips_timesOutAsAWhole(String beginning) throws IOException {
    RawServer.Behaviour dripping =
        (server, socket) -> {
          server.readRequest(socket);
          server.write(socket, beginning);
          while (!server.idle(20)) {
            server.write(socket, "x");
          }
        };
    try (RawServer server = RawServer.start(dripping)) {
      assertThat(send(TIMEOUT, server.uri(), 10), is("timeout"));
    }
  }

  @Test
  void emulatorsDrip_timesOutAsAWhole() {
    try (AmplitudeEmulator emulator = AmplitudeEmulator.start()) {
      emulator.faults(FaultScript.parse("*: drip 2s"));

      assertThat(
          send(Duration.ofMillis(500), emulator.endpoint().resolve("/batch"), 10), is("timeout"));
    }
  }

  @Test
  void serverThatStopsReading_timesOut() throws IOException {
    RawServer.Behaviour deaf =
        (server, socket) -> {
          server.readHead(socket.getInputStream());
          server.idle(60_000);
        };
    try (RawServer server = RawServer.start(deaf)) {
      assertThat(send(TIMEOUT, server.uri(), 15_000_000), is("timeout"));
    }
  }

  @Test
  void afterATimeout_theNextRequestIsUnharmed() throws IOException {
    RawServer.Behaviour slowOnce =
        (server, socket) -> {
          while (server.readRequest(socket)) {
            if (server.heads().size() == 1) {
              server.idle(60_000);
            }
            server.write(socket, OK);
          }
        };
    try (RawServer server = RawServer.start(slowOnce)) {
      String labels =
          assertTimeoutPreemptively(
              SOON,
              () -> {
                try (GoogleHttpTransport transport =
                    new GoogleHttpTransport(Duration.ofSeconds(3))) {
                  return transport.send(spec(server.uri(), 10)).label()
                      + " "
                      + transport.send(spec(server.uri(), 10)).label();
                }
              });
      assertThat(labels, is("timeout 200"));
    }
  }

  /** As proxies do it: answer, then read and throw away what still comes. */
  @Test
  void tooLarge_isHeardWhileTheBodyIsStillBeingSent() throws IOException {
    RawServer.Behaviour lingering =
        (server, socket) -> {
          InputStream in = socket.getInputStream();
          server.readHead(in);
          server.write(socket, TOO_LARGE);
          socket.shutdownOutput();
          in.skipNBytes(8_000_000);
        };
    try (RawServer server = RawServer.start(lingering)) {
      assertThat(send(SOON, server.uri(), 15_000_000), is("413"));
      assertThat(server.heads().size(), is(1));
    }
  }

  /** Without reading on, the reset may outrun the answer: then it is lost, but never a success. */
  @Test
  void tooLargeAndClosedAtOnce_isHeardOrLost() throws IOException {
    RawServer.Behaviour abrupt =
        (server, socket) -> {
          InputStream in = socket.getInputStream();
          server.readHead(in);
          in.skipNBytes(1_000_000);
          server.write(socket, TOO_LARGE);
        };
    try (RawServer server = RawServer.start(abrupt)) {
      assertThat(send(SOON, server.uri(), 15_000_000), is(anyOf(is("413"), is("connection-lost"))));
      assertThat(server.heads().size(), is(1));
    }
  }

  @Test
  void largeBody_arrivesWhole() throws IOException {
    try (RawServer server = RawServer.answering(OK)) {
      assertThat(send(SOON, server.uri(), 15_000_000), is("200"));
    }
  }
}
