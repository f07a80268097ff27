package io.eventbackfill.emulators.posthog;

import static io.eventbackfill.emulators.posthog.Captures.batch;
import static io.eventbackfill.emulators.posthog.Captures.bytes;
import static io.eventbackfill.emulators.posthog.Captures.event;
import static io.eventbackfill.emulators.posthog.Captures.numbers;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.emulators.FaultScript;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What only a real connection shows. */
class SocketTest {

  private final PostHogEmulator emulator = PostHogEmulator.start();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void stop() {
    emulator.close();
  }

  private HttpRequest post(String body) {
    return HttpRequest.newBuilder(URI.create(emulator.endpoint() + "/batch/"))
        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes(body)))
        .build();
  }

  @Test
  void answersOverHttp() throws Exception {
    HttpResponse<String> response =
        client.send(post(batch(event(1))), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode(), is(200));
    assertThat(response.body(), is("{\"status\":\"Ok\"}"));
    assertThat(numbers(emulator.stored()), is("1"));
  }

  @Test
  void aTooLongBodyIsReadToItsEndSoThatTheSenderSeesTheStatus() throws Exception {
    emulator.configure(emulator.settings().withMaxWireBytes(1_000_000));
    String long3Mb = batch(event(1, "e", "u", ",'properties':{'p':'" + "x".repeat(3 << 20) + "'}"));
    assertThat(
        client.send(post(long3Mb), HttpResponse.BodyHandlers.ofString()).statusCode(), is(413));
  }

  @Test
  void aConnectionIsLostAfterStoring() {
    emulator.faults(FaultScript.parse("*: store-then-drop"));
    assertThrows(
        IOException.class,
        () -> client.send(post(batch(event(1))), HttpResponse.BodyHandlers.ofString()));
    assertThat(numbers(emulator.stored()), is("1"));
  }

  @Test
  void twoAtOnceAreCounted() {
    emulator.faults(FaultScript.parse("*: delay 500ms"));
    CompletableFuture<?> first =
        client.sendAsync(post(batch(event(1))), HttpResponse.BodyHandlers.discarding());
    CompletableFuture<?> second =
        client.sendAsync(
            post(batch(event(2, "e", "other", ""))), HttpResponse.BodyHandlers.discarding());
    CompletableFuture.allOf(first, second).join();
    assertThat(emulator.statistics().mostRequestsAtOnce(), is(2));
    assertThat(emulator.statistics().mostAtOncePerDistinctId(), is(1));
  }
}
