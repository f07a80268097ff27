package io.eventbackfill.benchmarks.throughput;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.benchmarks.throughput.Receiver.Arrivals;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReceiverTest {
  @Test
  void whatArrivesIsCountedAndToldOnce() throws Exception {
    try (Receiver receiver = Receiver.start(null)) {
      String said = post(receiver, IntStream.range(0, 5_000));

      assertThat(said, containsString("\"code\":200,\"events_ingested\":5000,"));
      assertThat(arrivals(receiver), is(Arrivals.once(5_000)));
      assertThat(arrivals(receiver), is(Arrivals.NONE));
    }
  }

  @Test
  void aCopyInPlaceOfAnotherIsNoticed() throws Exception {
    try (Receiver receiver = Receiver.start(null)) {
      // Two changes that leave the sum as it is.
      post(receiver, IntStream.of(0, 1, 2, 3, 3, 5, 7, 7));

      Arrivals arrived = arrivals(receiver);
      assertThat(arrived.events(), is(8L));
      assertThat(arrived.sum(), is(Arrivals.once(8).sum()));
      assertThat(arrived.sameEvents(Arrivals.once(8)), is(false));
    }
  }

  @Test
  void anEventBehindALaterOneOfItsDeviceIsNoticed() throws Exception {
    try (Receiver receiver = Receiver.start(null)) {
      post(receiver, IntStream.of(0, 3));
      post(receiver, IntStream.of(2, 1));

      Arrivals arrived = arrivals(receiver);
      assertThat(arrived.sameEvents(Arrivals.once(4)), is(true));
      // 1 is of the device of 3; 2 is of that of 0, which was earlier.
      assertThat(arrived.inversions(), is(1L));
    }
  }

  private static String post(Receiver receiver, IntStream numbers)
      throws IOException, InterruptedException {
    String events =
        numbers
            .mapToObj(
                n ->
                    ("{\"insert_id\":\"x-%012d\",\"event_type\":\"a\",\"time\":%d,"
                            + "\"device_id\":\"d-%07d\",\"event_properties\":{\"time\":1}}")
                        .formatted(n, 1_700_000_000_000L + n, n % 2))
            .collect(Collectors.joining(","));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(receiver.address() + "/batch"))
            .POST(BodyPublishers.ofString("{\"api_key\":\"k\",\"events\":[" + events + "]}"))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private static Arrivals arrivals(Receiver receiver) throws IOException, InterruptedException {
    return ReceiverProcess.arrivals(HttpClient.newHttpClient(), receiver.address());
  }
}
