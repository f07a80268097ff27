package io.eventbackfill.emulators.amplitude;

import static io.eventbackfill.emulators.amplitude.Uploads.body;
import static io.eventbackfill.emulators.amplitude.Uploads.event;
import static io.eventbackfill.emulators.amplitude.Uploads.insertIds;
import static io.eventbackfill.emulators.amplitude.Uploads.json;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.FaultScript;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What only a real connection shows. */
class SocketTest {

  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final byte[] BODY = body(event("device-1", "a"));

  private final AmplitudeEmulator emulator = AmplitudeEmulator.start();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void stop() {
    emulator.close();
  }

  private HttpRequest post(byte[] body) {
    return HttpRequest.newBuilder(URI.create(emulator.endpoint() + "/batch"))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  private HttpResponse<String> send() throws IOException, InterruptedException {
    return client.send(post(BODY), HttpResponse.BodyHandlers.ofString());
  }

  /** The JDK's client hides whether an answer began, and repeats some requests by itself. */
  private String raw() throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getByAddress(LOOPBACK), emulator.endpoint().getPort())) {
      String head =
          "POST /batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
              + BODY.length
              + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(BODY);
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void answersOverHttp() throws Exception {
    HttpResponse<String> response = send();
    assertThat(response.statusCode(), is(200));
    assertThat(response.headers().firstValue("Content-Type").orElseThrow(), is("application/json"));
    assertThat(json(response.body()).path("events_ingested").asInt(), is(1));
    assertThat(emulator.endpoint().toString(), startsWith("http://127.0.0.1:"));
  }

  @Test
  void dropsAfterStoring() throws Exception {
    emulator.faults(FaultScript.parse("1: store-then-drop"));
    assertThat(raw(), is(""));
    assertThat(insertIds(emulator), is("a"));
    assertThat(raw(), containsString("HTTP/1.1 200"));
    assertThat(emulator.statistics().duplicatesReceived(), is(1L));
  }

  @Test
  void dropsBeforeStoring() throws Exception {
    emulator.faults(FaultScript.parse("1: drop"));
    assertThat(raw(), is(""));
    assertThat(insertIds(emulator), is(""));
  }

  @Test
  void cutsABodyShort() throws Exception {
    emulator.faults(FaultScript.parse("1: truncate"));
    String answer = raw();
    int announced = Integer.parseInt(answer.replaceAll("(?is).*content-length: (\\d+).*", "$1"));
    int received = answer.length() - answer.indexOf("\r\n\r\n") - 4;
    assertThat(received, is(announced / 2));
    assertThat(insertIds(emulator), is("a"));
    emulator.faults(FaultScript.parse("2: truncate"));
    assertThrows(IOException.class, this::send);
  }

  @Test
  void delaysAndDrips() throws Exception {
    emulator.faults(FaultScript.parse("1: delay 150ms; 2: drip 150ms"));
    for (int i = 0; i < 2; i++) {
      long start = System.nanoTime();
      assertThat(send().statusCode(), is(200));
      long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
      assertThat(millis, greaterThanOrEqualTo(140L));
    }
  }

  @Test
  void answersAnEmptyBody() throws Exception {
    emulator.faults(FaultScript.parse("1: 429-empty + retry-after 7s"));
    HttpResponse<String> response = send();
    assertThat(response.statusCode(), is(429));
    assertThat(response.body(), is(""));
    assertThat(response.headers().firstValue("Retry-After").orElseThrow(), is("7"));
  }

  @Test
  void oneRequestAfterAnotherIsOneInFlight() throws Exception {
    for (int i = 0; i < 50; i++) {
      send();
    }
    assertThat(emulator.statistics().mostInFlightPerDevice(), is(new Peak("device-1", 1)));
  }

  @Test
  void twoAtOnceAreTwoInFlight() {
    emulator.faults(FaultScript.parse("*: delay 2s"));
    CompletableFuture<?> first =
        client.sendAsync(post(BODY), HttpResponse.BodyHandlers.discarding());
    CompletableFuture<?> second =
        client.sendAsync(post(BODY), HttpResponse.BodyHandlers.discarding());
    CompletableFuture.allOf(first, second).join();
    assertThat(emulator.statistics().mostInFlightPerDevice(), is(new Peak("device-1", 2)));
  }

  @Test
  void keptConnectionsAnswerWithoutNaglesDelay() throws Exception {
    send();
    long start = System.nanoTime();
    for (int i = 0; i < 400; i++) {
      send();
    }
    // 400 answers with a delayed acknowledgement of 40 ms each would take 16 seconds; on a machine
    // with much else to do, they take a while without it, too.
    boolean quick = Duration.ofNanos(System.nanoTime() - start).toSeconds() < 15;
    assertThat(quick, is(true));
  }

  @Test
  void runsByTheSystemClockIfTold() throws Exception {
    try (AmplitudeEmulator running =
        AmplitudeEmulator.start(AmplitudeSettings.defaults(), EmulatorClock.system())) {
      assertThat(running.clock().isRunning(), is(true));
    }
  }
}
