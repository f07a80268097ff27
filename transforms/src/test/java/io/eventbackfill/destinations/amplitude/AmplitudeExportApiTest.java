package io.eventbackfill.destinations.amplitude;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.delivery.Asking;
import io.eventbackfill.delivery.GoogleHttpTransport;
import io.eventbackfill.delivery.HttpDownload;
import io.eventbackfill.delivery.RetryPolicy;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.delivery.StopJobException;
import io.eventbackfill.delivery.StoredApi;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.model.Span;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AmplitudeExportApiTest {
  private static final String SECRET = "a-secret-of-the-project";
  private static final Instant START = AmplitudeEmulator.START;

  private final AmplitudeEmulator amplitude =
      AmplitudeEmulator.start(AmplitudeSettings.defaults().withSecretKey(SECRET));
  private final HttpDownload http = new GoogleHttpTransport(Duration.ofSeconds(10));
  private final List<String> said = new ArrayList<>();
  private final Map<String, byte[]> kept = new TreeMap<>();

  /** Keeps files in memory. */
  private final StoredApi.Shelf shelf =
      new StoredApi.Shelf() {
        @Override
        public boolean holds(String name) {
          return kept.containsKey(name);
        }

        @Override
        public void put(String name, Path file) throws IOException {
          kept.put(name, Files.readAllBytes(file));
        }
      };

  @AfterEach
  void close() {
    http.close();
    amplitude.close();
  }

  private List<String> download(String secret, Instant from, Instant until) throws Exception {
    Waiting waiting = new Waiting(amplitude.clock(), amplitude.clock()::advance, new Random(1));
    AmplitudeExportApi api =
        new AmplitudeExportApi(
            amplitude.endpoint(), Secret.of(AmplitudeEmulator.DEFAULT_API_KEY), Secret.of(secret));
    return api.download(
        new Span(from.toEpochMilli(), until.toEpochMilli()),
        new Asking(http, waiting, RetryPolicy.givingUpAfter(Duration.ofHours(1)), said::add),
        shelf);
  }

  private String content(String name) {
    return new String(kept.getOrDefault(name, new byte[] {1}), StandardCharsets.ISO_8859_1);
  }

  private void store(int events) {
    String event =
        "{\"device_id\":\"device-1\",\"insert_id\":\"%s %d\",\"event_type\":\"x\",\"time\":1}";
    List<String> all = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      all.add(event.formatted(amplitude.clock().instant(), i));
    }
    String body =
        "{\"api_key\":\"" + AmplitudeEmulator.DEFAULT_API_KEY + "\",\"events\":" + all + "}";
    assertThat(amplitude.answer(body.getBytes(StandardCharsets.UTF_8)).status(), is(200));
  }

  @Test
  void theHoursOfAWindowAreDownloadedAndAMinuteBeside() throws Exception {
    store(1);

    List<String> names = download(SECRET, START, START.plusSeconds(60));

    assertThat(names, contains("20251231T23-20260101T00.zip"));
    assertThat(content(names.get(0)).startsWith("PK"), is(true));
  }

  @Test
  void aLongWindowIsAskedForByDays() throws Exception {
    Instant noon = START.plus(Duration.ofHours(12));

    Instant last = noon.plus(Duration.ofHours(30)).plusSeconds(120);
    List<String> names = download(SECRET, noon.plusSeconds(120), last);

    assertThat(names, contains("20260101T12-20260102T11.zip", "20260102T12-20260102T18.zip"));
    assertThat("nothing was uploaded", content(names.get(0)).length(), is(0));
  }

  @Test
  void whatIsTooMuchIsAskedForByHalves() throws Exception {
    Instant noon = START.plus(Duration.ofHours(12));
    for (int hour = 0; hour < 4; hour++) {
      amplitude.clock().set(noon.plus(Duration.ofHours(hour)));
      store(10);
    }
    for (int status : new int[] {504, 400}) {
      kept.clear();
      amplitude.exports().atMost(20, status);

      List<String> names =
          download(SECRET, noon.plusSeconds(120), noon.plus(Duration.ofHours(3)).plusSeconds(120));

      assertThat(names, contains("20260101T12-20260101T13.zip", "20260101T14-20260101T15.zip"));
      assertThat(said.get(0), containsString("hours 20260101T12 to 20260101T15 is too much"));
    }
  }

  @Test
  void anHourThatIsTooMuchSaysWhatToDo() {
    amplitude.clock().set(START.plus(Duration.ofMinutes(30)));
    store(2);
    amplitude.exports().atMost(1, 400);

    StopJobException e =
        assertThrows(
            StopJobException.class,
            () -> download(SECRET, START.plusSeconds(600), START.plusSeconds(1800)));

    assertThat(
        e.getMessage(),
        allOf(
            containsString("the hour 20260101T00"),
            containsString("give those files to --stored")));
  }

  @Test
  void whatPassesIsAskedForAgain() throws Exception {
    amplitude.exports().answerFirst(List.of(503, 429, 500));

    download(SECRET, START, START);

    assertThat(amplitude.exports().requests(), is(4));
    assertThat(said.get(0), containsString("HTTP 503 told to answer 503; asking again"));
  }

  @Test
  void anOutageThatDoesNotEndIsNotWaitedForForEver() {
    amplitude.exports().answerFirst(Collections.nCopies(2_000, 503));

    StopJobException e = assertThrows(StopJobException.class, () -> download(SECRET, START, START));

    assertThat(e.getMessage(), containsString("gives no useful answer: HTTP 503"));
  }

  @Test
  void whatWasDownloadedIsNotDownloadedAgain() throws Exception {
    List<String> first = download(SECRET, START, START.plus(Duration.ofHours(30)));
    int requests = amplitude.exports().requests();

    assertThat(download(SECRET, START, START.plus(Duration.ofHours(30))), equalTo(first));
    assertThat(amplitude.exports().requests(), is(requests));
  }

  @Test
  void aWrongKeyStopsAtOnceAndIsNotShown() {
    String wrong = "another-secret";

    StopJobException e = assertThrows(StopJobException.class, () -> download(wrong, START, START));

    assertThat(amplitude.exports().requests(), is(1));
    String basic =
        Base64.getEncoder()
            .encodeToString(
                (AmplitudeEmulator.DEFAULT_API_KEY + ":" + wrong).getBytes(StandardCharsets.UTF_8));
    assertThat(
        e.getMessage() + said,
        allOf(
            containsString("does not take --apiKey with --secretKey"),
            containsString("one region only: HTTP 403"),
            not(containsString(wrong)),
            not(containsString(basic)),
            not(containsString(AmplitudeEmulator.DEFAULT_API_KEY))));
  }

  @Test
  void regionsHaveHostsOfTheirOwn() {
    assertThat(AmplitudeExportApi.host("us").get(), is(URI.create("https://amplitude.com")));
    assertThat(
        AmplitudeExportApi.host("eu").get(), is(URI.create("https://analytics.eu.amplitude.com")));
    assertThat(AmplitudeExportApi.host("mars").isPresent(), is(false));
  }
}
